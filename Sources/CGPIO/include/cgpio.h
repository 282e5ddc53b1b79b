// Digital lines of a Linux GPIO chip: chips and lines by name in, one word of levels out and one word of levels back.
// One contract over libgpiod 1.6 and 2.x; the halves are native_v1.c and native_v2.c.

#ifndef CGPIO_H
#define CGPIO_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The most lines of one request: what the kernel takes in one call.
#define CGPIO_LINE_LIMIT 64

/// Room for a name, a label or a consumer, with its terminating zero (the kernel's own limit is 32).
#define CGPIO_NAME_SIZE 32

/// Room for the path of a chip's device file, with its terminating zero.
#define CGPIO_PATH_SIZE 280

/// How a call went. `code` is 0, or an errno value as Linux names them; nothing else reports failure, and `errno` itself
/// is not meant to be read afterwards. `line` is the index, in the array that was passed, of the line that is to blame;
/// -1 when the failure is not one line's.
typedef struct {
  int32_t code;
  int32_t line;
} cgpio_result;

/// What the system says about a chip. Labels tell chips apart ("pinctrl-bcm2711"); names and numbers ("gpiochip0") do
/// not, because they differ between kernels.
typedef struct {
  char path[CGPIO_PATH_SIZE];
  char name[CGPIO_NAME_SIZE];
  char label[CGPIO_NAME_SIZE];
  uint32_t line_count;
} cgpio_chip_info;

/// What the system says about a line. `consumer` is who holds it, and empty when nobody does or the holder gave no name.
typedef struct {
  char name[CGPIO_NAME_SIZE];
  char consumer[CGPIO_NAME_SIZE];
  bool used;
} cgpio_line_info;

/// An output line. It is active whenever *any* of `bits` is set in the word that is written: several lines may share a
/// bit (two drivers that step together), and several bits may share a line (one enable line for three drivers).
///
/// `active_low` turns "active" into 0 V. It is done in this shim and not in the kernel, for libgpiod 1.6 knows one
/// polarity a request: other tools therefore see the physical level, whatever the version.
typedef struct {
  uint32_t offset;
  uint32_t bits;
  bool active_low;
} cgpio_output;

/// How outputs drive their wires: both ways, or one way only, with the other left to a resistor.
typedef enum {
  CGPIO_DRIVE_PUSH_PULL = 0,
  CGPIO_DRIVE_OPEN_DRAIN = 1,
  CGPIO_DRIVE_OPEN_SOURCE = 2,
} cgpio_drive;

/// The resistor on an input. A Raspberry Pi has all four; a chip that lacks the one asked for fails the request.
typedef enum {
  /// Whatever it was set to before, by firmware or an earlier program.
  CGPIO_BIAS_AS_IS = 0,
  CGPIO_BIAS_NONE = 1,
  CGPIO_BIAS_PULL_UP = 2,
  CGPIO_BIAS_PULL_DOWN = 3,
} cgpio_bias;

/// An input line. When it is active, all of `bits` are set in the word that is read: one line of switches in series may
/// stand for several of them. `active_low` as for outputs: a switch to ground with a pull-up is active-low.
typedef struct {
  uint32_t offset;
  uint32_t bits;
  cgpio_bias bias;
  bool active_low;
} cgpio_input;

/// An open chip. It must stay open as long as anything requested from it (libgpiod 1.6 frees the lines with the chip).
typedef struct cgpio_chip cgpio_chip;

/// A set of outputs that this process holds.
typedef struct cgpio_outputs cgpio_outputs;

/// A set of inputs that this process holds.
typedef struct cgpio_inputs cgpio_inputs;

/// The libgpiod in use, such as "1.6.3". Never NULL; lives as long as the process.
const char *cgpio_library_version(void);

/// Fills `infos` with the chips of this machine, in the order of their numbers, as far as `capacity` reaches; `*count`
/// is how many there are and may be larger. A machine without GPIO is not a failure: `*count` is 0. Links between
/// device files (newer Raspberry Pi systems keep old names that way) do not count twice.
///
/// Fails with EACCES when there are chips and none could be opened, otherwise as opendir does.
/// Allocates; not for a real-time thread.
cgpio_result cgpio_chips(cgpio_chip_info *infos, uint32_t capacity, uint32_t *count);

/// Opens the chip with that label, or that name ("gpiochip0"), or that path ("/dev/gpiochip0"): whatever holds a slash
/// is a path, labels go before names, and where two chips have the same label the lower number wins.
///
/// Fails with ENOENT when there is no such chip, and with EACCES when it may be one that this user cannot open.
/// On failure `*chip` is NULL. Allocates; not for a real-time thread.
cgpio_result cgpio_chip_open(const char *label_name_or_path, cgpio_chip **chip);

/// What is known of an open chip; lives as long as the chip is open.
const cgpio_chip_info *cgpio_chip_describe(const cgpio_chip *chip);

/// Closes a chip; everything requested from it has been released before. NULL does nothing.
void cgpio_chip_close(cgpio_chip *chip);

/// Finds the line of that name; the lowest offset wins where names repeat. Fails with ENOENT when there is none.
cgpio_result cgpio_line_find(cgpio_chip *chip, const char *name, uint32_t *offset);

/// What is known of a line, used or not. Fails with EINVAL when the chip has no such offset.
cgpio_result cgpio_line_describe(cgpio_chip *chip, uint32_t offset, cgpio_line_info *info);

/// Takes lines as outputs, all in one call, at once with the levels of `word`: no line glitches through another level.
/// `consumer` is the name that other programs see; longer ones are cut.
///
/// Fails with EBUSY (`line` is the first that is held, as far as that can be told), EINVAL (an offset that the chip does
/// not have, one that is named twice, no line, more than CGPIO_LINE_LIMIT), ENOMEM, or as the kernel says; then no line
/// has been taken and `*outputs` is NULL. Allocates; not for a real-time thread.
cgpio_result cgpio_outputs_request(
  cgpio_chip *chip, const cgpio_output *lines, uint32_t count, uint32_t word, cgpio_drive drive, const char *consumer,
  cgpio_outputs **outputs);

/// Sets the bits in `mask` to those of `bits`; the other bits stay as they were last set. At most one system call, none
/// when no line changes its level. On failure the levels may be as before or as asked for; the next call repeats them.
/// An errno value, or 0: the kernel does not tell which line it was.
///
/// Real-time thread: never allocates, locks or blocks. One thread at a time.
int32_t cgpio_outputs_set(cgpio_outputs *outputs, uint32_t mask, uint32_t bits);

/// Gives the lines back *as they are*: a Raspberry Pi kernel keeps the last level, others may return lines to their
/// default. Set them to what is safe first. NULL does nothing.
void cgpio_outputs_release(cgpio_outputs *outputs);

/// Takes lines as inputs. Fails as cgpio_outputs_request does. Allocates; not for a real-time thread.
cgpio_result cgpio_inputs_request(
  cgpio_chip *chip, const cgpio_input *lines, uint32_t count, const char *consumer, cgpio_inputs **inputs);

/// Reads all of the lines: one system call with libgpiod 2.x; one for each kind of bias among the lines with 1.6, which
/// knows one bias a request. An errno value, or 0; on failure `*word` is not changed.
///
/// Real-time thread: never allocates, locks or blocks. One thread at a time.
int32_t cgpio_inputs_get(cgpio_inputs *inputs, uint32_t *word);

/// Gives the lines back. NULL does nothing.
void cgpio_inputs_release(cgpio_inputs *inputs);

/// A line whose edges are watched; with `activating_only`, those on which it becomes active.
typedef struct {
  uint32_t offset;
  cgpio_bias bias;
  bool active_low;
  bool activating_only;
} cgpio_watched;

/// An edge, as the kernel's interrupt saw it.
typedef struct {
  uint64_t ns;     // Of CLOCK_MONOTONIC.
  uint32_t line;   // Its index among the lines that were asked for.
  bool is_active;  // What the line became.
} cgpio_edge;

/// A set of lines whose edges this process is told.
typedef struct cgpio_watch cgpio_watch;

/// Takes lines as inputs whose edges the kernel keeps until they are read: 16 a line with libgpiod 1.6, and
/// 1024 for all of them with 2.x. Fails as cgpio_outputs_request does, and with ENXIO or ENOTSUP where the chip has no
/// interrupts. Allocates; not for a real-time thread.
cgpio_result cgpio_watch_request(
  cgpio_chip *chip, const cgpio_watched *lines, uint32_t count, const char *consumer, cgpio_watch **watch);

/// Waits until there are edges, `timeout_ns` at most (below 0: for as long as it takes), and takes up to `capacity` of
/// them: in the order of their times, which holds within one call. `*count` is 0 when the time was over or a signal came.
/// An errno value, or 0. Does not allocate.
int32_t cgpio_watch_read(
  cgpio_watch *watch, int64_t timeout_ns, cgpio_edge *edges, uint32_t capacity, uint32_t *count);

/// The levels of all watched lines now: bit i is set where line i is active. Edges that were not read yet are in it. One
/// system call with libgpiod 2.x, one a line with 1.6. An errno value, or 0; on failure `*levels` is not changed.
int32_t cgpio_watch_levels(cgpio_watch *watch, uint64_t *levels);

/// How many edges the kernel had no room for so far; always 0 with libgpiod 1.6, which does not tell.
uint64_t cgpio_watch_lost(const cgpio_watch *watch);

/// Gives the lines back. NULL does nothing.
void cgpio_watch_release(cgpio_watch *watch);

/// Keeps threads made with these attributes on one processor core. Returns 0 or an errno value, EINVAL where there is no such
/// core. Here because the call is a GNU extension, which Swift does not see.
int32_t cgpio_attribute_core(pthread_attr_t *attributes, uint32_t core);

#ifdef __cplusplus
}
#endif

#endif
