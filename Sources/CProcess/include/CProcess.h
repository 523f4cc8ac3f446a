#ifndef CPROCESS_H
#define CPROCESS_H

// What glibc says of its heap, which the toolchain's own Glibc module leaves out.
#include <malloc.h>

/// How many arguments the process was started with, its name included.
int process_argument_count(void);

/// One of them; NULL where there are not as many.
const char *process_argument(int place);

#endif
