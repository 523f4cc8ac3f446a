// What glibc says of its heap, which the toolchain's own Glibc module leaves out.
#include <malloc.h>
