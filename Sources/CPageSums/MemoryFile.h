#ifndef MEMORYFILE_H
#define MEMORYFILE_H

#include <sqlite3.h>

/// A file without a name that is held in memory, in pieces of one size: what SQLite sorts or keeps for a while and has no room for in its
/// caches. Its memory is SQLite's own, so that whatever bounds that bounds this.
typedef struct {
    sqlite3_file base;
    unsigned char **pieces;
    sqlite3_int64 piece_count;
    sqlite3_int64 room_for_pieces;
    /// In bytes.
    sqlite3_int64 size;
} memory_file;

/// Makes an empty one.
void open_memory_file(sqlite3_file *base);

#endif
