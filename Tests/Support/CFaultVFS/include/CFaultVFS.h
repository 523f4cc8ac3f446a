#ifndef CFAULTVFS_H
#define CFAULTVFS_H

#include <stdint.h>

/// What goes wrong, at a given call of its sort.
typedef enum {
    fault_none,
    /// A file cannot be opened.
    fault_open,
    /// Reading fails.
    fault_read,
    /// Writing fails, and nothing of it is written.
    fault_write,
    /// Writing fails halfway.
    fault_short_write,
    /// The disk is full.
    fault_full,
    /// fsync fails.
    fault_sync,
    /// Making a file shorter or longer fails.
    fault_truncate,
    /// The system gives no lock.
    fault_lock,
    /// No memory is shared between processes.
    fault_map,
    /// A file cannot be removed.
    fault_delete,
    /// The process gets SIGKILL just before it writes, syncs, truncates or removes.
    fault_kill,
    /// The power goes just before that: nothing works any more, and what was not synced may be lost.
    fault_power,
} fault_kind;

/// Makes the shim the default VFS, once. It passes everything through until armed.
void fault_register(void);

/// Lets the nth call of a sort go wrong, counted from 1, for files whose path begins with `folder`; all after it as well if it is
/// lasting.
void fault_arm(const char *folder, fault_kind kind, long nth, int is_lasting);

/// Ends it.
/// Returns how many calls of the sort there were.
long fault_disarm(void);

/// After fault_power: of every file, each sector that was written since its last sync stays or is as it was, by chance.
void fault_lose_unsynced(uint64_t seed);

#endif
