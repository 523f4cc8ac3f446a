#ifndef CPAGESUMS_H
#define CPAGESUMS_H

#include <stdint.h>

/// What each page of a file keeps at its end, where SQLite reserves room for it: eight bytes of checksum and a mark of four. 12 has
/// two bits set, so no single flipped bit of the header turns checking off.
enum { page_sums_reserved = 12 };

/// Operations for sqlite3_file_control; each takes a pointer to page_sums_state.
enum {
    /// Tells how it stands.
    page_sums_get = 0x69730001,
    /// Says that a file about to be overwritten whole will keep checksums, or will not.
    page_sums_set_kept = 0x69730002,
    /// Says whether a page that is not as it was written is an error, or is let through and counted.
    page_sums_set_counting = 0x69730003,
};

/// How checksums stand for one open file.
typedef struct {
    /// Whether its pages keep checksums.
    int is_kept;
    /// Whether wrong pages are counted instead of refused.
    int is_counting;
    /// Pages found wrong while counting; a page read twice counts twice.
    int64_t wrong;
    /// The first of them, counted from 1.
    int64_t first_wrong;
} page_sums_state;

/// The name of the VFS that keeps and checks checksums, for sqlite3_open_v2; registered at the first call. It lies over whatever
/// VFS is the default when a file is opened.
const char *page_sums_vfs(void);

/// The same for connections that only read: files without a name, which SQLite sorts in and keeps for a while what its caches have no room
/// for, are held in memory and count as SQLite's own.
const char *page_sums_vfs_to_read(void);

#endif
