#include "CProcess.h"

#include <stddef.h>

static int count;
static char **arguments;

// glibc hands its constructors what it hands main: https://refspecs.linuxbase.org/LSB_3.1.1/LSB-Core-generic/LSB-Core-generic/baselib---libc-start-main-.html
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    arguments = argv;
}

int process_argument_count(void) { return count; }

const char *process_argument(int place) { return place >= 0 && place < count ? arguments[place] : NULL; }
