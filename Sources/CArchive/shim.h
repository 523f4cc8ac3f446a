// Debian's libarchive: unpacks what dumps are packed in.
#pragma once
#include <archive.h>
#include <archive_entry.h>
