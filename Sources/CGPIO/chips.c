// Device files in, open chips out: finds a GPIO chip by its label, name or path, whatever number the kernel gave it.

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "native.h"

static const char devices[] = "/dev";
static const char prefix[] = "gpiochip";

static cgpio_result result(int code) {
  return (cgpio_result){.code = code, .line = -1};
}

const char *cgpio_library_version(void) {
  return native_version();
}

static int open_path(const char *path, struct cgpio_chip *chip) {
  memset(chip, 0, sizeof *chip);
  errno = 0;
  chip->handle = gpiod_chip_open(path);
  if (chip->handle == NULL) return native_errno();
  native_copy(chip->info.path, sizeof chip->info.path, path);
  int code = native_chip_describe(chip);
  if (code != 0) {
    gpiod_chip_close(chip->handle);
    chip->handle = NULL;
  }
  return code;
}

/// Whether a directory entry is a chip's device file, and not a link to one.
static bool is_chip(const char *name, char path[CGPIO_PATH_SIZE]) {
  if (strncmp(name, prefix, sizeof prefix - 1) != 0) return false;
  if (!isdigit((unsigned char)name[sizeof prefix - 1])) return false;
  snprintf(path, CGPIO_PATH_SIZE, "%s/%s", devices, name);
  struct stat status;
  return lstat(path, &status) == 0 && S_ISCHR(status.st_mode);
}

static int by_number(const void *a, const void *b) {
  unsigned long left = strtoul((const char *)a + sizeof devices + sizeof prefix - 1, NULL, 10);
  unsigned long right = strtoul((const char *)b + sizeof devices + sizeof prefix - 1, NULL, 10);
  return left < right ? -1 : left > right;
}

/// All device files of chips, sorted by number. The caller frees `*paths`.
static int list_paths(char (**paths)[CGPIO_PATH_SIZE], uint32_t *count) {
  *paths = NULL;
  *count = 0;
  errno = 0;
  DIR *directory = opendir(devices);
  if (directory == NULL) return native_errno();
  int code = 0;
  char path[CGPIO_PATH_SIZE];
  for (struct dirent *entry; code == 0 && (entry = readdir(directory)) != NULL;) {
    if (!is_chip(entry->d_name, path)) continue;
    char (*grown)[CGPIO_PATH_SIZE] = realloc(*paths, (*count + 1) * sizeof **paths);
    if (grown == NULL) {
      code = ENOMEM;
    } else {
      *paths = grown;
      memcpy(grown[(*count)++], path, sizeof path);
    }
  }
  closedir(directory);
  if (code != 0) {
    free(*paths);
    *paths = NULL;
    *count = 0;
  } else if (*count > 1) {
    qsort(*paths, *count, sizeof **paths, by_number);
  }
  return code;
}

cgpio_result cgpio_chips(cgpio_chip_info *infos, uint32_t capacity, uint32_t *count) {
  *count = 0;
  char (*paths)[CGPIO_PATH_SIZE];
  uint32_t found;
  int code = list_paths(&paths, &found);
  bool refused = false;
  for (uint32_t i = 0; code == 0 && i < found; i++) {
    struct cgpio_chip chip;
    int failure = open_path(paths[i], &chip);
    refused |= failure == EACCES || failure == EPERM;
    if (failure != 0) continue;  // Unplugged since the listing, or not ours to open: the others still count.
    if (*count < capacity) infos[*count] = chip.info;
    *count += 1;
    gpiod_chip_close(chip.handle);
  }
  free(paths);
  return result(code == 0 && *count == 0 && refused ? EACCES : code);
}

static bool matches(const struct cgpio_chip *chip, const char *wanted, bool by_label) {
  return strcmp(by_label ? chip->info.label : chip->info.name, wanted) == 0;
}

/// The first chip whose label, else whose name, is `wanted`.
static int open_matching(const char *wanted, struct cgpio_chip *chip) {
  char (*paths)[CGPIO_PATH_SIZE];
  uint32_t count;
  int code = list_paths(&paths, &count);
  if (code != 0) return code;
  code = ENOENT;
  for (int by_label = 1; by_label >= 0 && chip->handle == NULL; by_label--) {
    for (uint32_t i = 0; i < count && chip->handle == NULL; i++) {
      int failure = open_path(paths[i], chip);
      if (failure == EACCES || failure == EPERM) code = EACCES;
      if (failure != 0 || matches(chip, wanted, by_label)) continue;
      gpiod_chip_close(chip->handle);
      chip->handle = NULL;
    }
  }
  free(paths);
  return chip->handle != NULL ? 0 : code;
}

cgpio_result cgpio_chip_open(const char *label_name_or_path, cgpio_chip **chip) {
  *chip = NULL;
  struct cgpio_chip *opened = calloc(1, sizeof *opened);
  if (opened == NULL) return result(ENOMEM);
  bool is_path = strchr(label_name_or_path, '/') != NULL;
  int code = is_path ? open_path(label_name_or_path, opened) : open_matching(label_name_or_path, opened);
  if (code != 0) {
    free(opened);
    return result(code);
  }
  *chip = opened;
  return result(0);
}

const cgpio_chip_info *cgpio_chip_describe(const cgpio_chip *chip) {
  return &chip->info;
}

void cgpio_chip_close(cgpio_chip *chip) {
  if (chip == NULL) return;
  gpiod_chip_close(chip->handle);
  free(chip);
}

cgpio_result cgpio_line_find(cgpio_chip *chip, const char *name, uint32_t *offset) {
  return result(native_line_find(chip, name, offset));
}

cgpio_result cgpio_line_describe(cgpio_chip *chip, uint32_t offset, cgpio_line_info *info) {
  memset(info, 0, sizeof *info);
  if (offset >= chip->info.line_count) return result(EINVAL);
  return result(native_line_describe(chip, offset, info));
}
