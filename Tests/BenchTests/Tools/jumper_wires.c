// usage: jumper_wires CHIP NET...
//
// Jumpers between lines of a simulated chip: looks at its outputs every millisecond, and puts its inputs on
// their levels. CHIP is the chip's folder in /sys. A NET is what hangs together: outputs, ">", inputs, as in "17>5" or
// "17,27>5,6"; for an output also "low" or "high". Where outputs of a net disagree the lower level wins.
//
// A wire is stronger than the pull that a program asks for: that is seen, and undone, within one look.

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NETS 64
#define LINES 64

struct net {
  int outputs[LINES], inputs[LINES];
  int output_count, input_count;
  bool is_low, is_high;
};

static int open_line(const char *chip, const char *line, const char *file, int mode) {
  char path[512];
  snprintf(path, sizeof path, "%s/sim_gpio%d/%s", chip, atoi(line), file);
  int opened = open(path, mode);
  if (opened < 0) {
    perror(path);
    exit(1);
  }
  return opened;
}

static void read_net(struct net *net, const char *chip, char *text) {
  char *inputs = strchr(text, '>');
  if (inputs == NULL) {
    fprintf(stderr, "a net is OUTPUTS>INPUTS, not \"%s\"\n", text);
    exit(2);
  }
  *inputs++ = 0;
  for (char *one = strtok(text, ","); one != NULL; one = strtok(NULL, ",")) {
    if (strcmp(one, "low") == 0) net->is_low = true;
    else if (strcmp(one, "high") == 0) net->is_high = true;
    else if (net->output_count < LINES) net->outputs[net->output_count++] = open_line(chip, one, "value", O_RDONLY);
  }
  for (char *one = strtok(inputs, ","); one != NULL; one = strtok(NULL, ",")) {
    if (net->input_count < LINES) net->inputs[net->input_count++] = open_line(chip, one, "pull", O_RDWR);
  }
}

static bool is_high(const struct net *net) {
  bool high = !net->is_low;
  for (int i = 0; i < net->output_count && !net->is_high; i++) {
    char value = '0';
    if (pread(net->outputs[i], &value, 1, 0) != 1 || value == '0') high = false;
  }
  return high;
}

static void conduct(const struct net *net) {
  bool high = is_high(net);
  const char *wanted = high ? "pull-up" : "pull-down";
  for (int i = 0; i < net->input_count; i++) {
    char pull[16] = "";
    if (pread(net->inputs[i], pull, sizeof pull - 1, 0) <= 0) continue;
    if ((strncmp(pull, "pull-up", 7) == 0) == high) continue;
    if (pwrite(net->inputs[i], wanted, strlen(wanted), 0) < 0) perror("pull");
  }
}

int main(int count, char **words) {
  static struct net nets[NETS];
  int net_count = count - 2;
  if (net_count < 1 || net_count > NETS) return 2;
  for (int i = 0; i < net_count; i++) read_net(&nets[i], words[1], words[2 + i]);
  for (bool first = true;; first = false) {
    for (int i = 0; i < net_count; i++) conduct(&nets[i]);
    if (first) {
      puts("ready");
      fflush(stdout);
    }
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
}
