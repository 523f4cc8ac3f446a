#ifndef SUMMEDFILE_H
#define SUMMEDFILE_H

#include <sqlite3.h>

#include "CPageSums.h"

/// An open file: the one beneath, and how checksums stand for it.
typedef struct {
    sqlite3_file base;
    sqlite3_file *beneath;
    /// Only a database keeps checksums; a log has its own, and what is temporary needs none.
    int is_database;
    page_sums_state state;
    /// In bytes, as the header says; 0 before anything of it was read.
    int page_size;
    unsigned char *scratch;
    int scratch_size;
} summed_file;

extern const sqlite3_io_methods summed_file_methods;

#endif
