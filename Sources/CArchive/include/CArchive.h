// Debian's libarchive: unpacks what dumps are packed in. It is opened when the first packed dump is read, and not at every start, which it and
// the ten libraries it needs would make a seventh longer. So what stands below is not linked with it, but asks it.
#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <stdbool.h>

/// Whether the library is installed, with all that is used of it. Nothing of it may be called before this was true.
bool archive_is_installed(void);
