// Keeps the guest's processor from idling, at the lowest priority that there is.
//
// The guest's clock counts instructions, and jumps to the next deadline where there are none to count. A program that
// waits for a file of the host would so find minutes gone by. While this runs, a wait for the host costs what it lasts.

#define _GNU_SOURCE
#include <sched.h>

int main(void) {
  struct sched_param none = {0};
  if (sched_setscheduler(0, SCHED_IDLE, &none) != 0) return 1;
  for (volatile unsigned int turns = 0;; turns++) {}
}
