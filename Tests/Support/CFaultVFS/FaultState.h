#ifndef FAULTSTATE_H
#define FAULTSTATE_H

#include <sqlite3.h>

#include "CFaultVFS.h"

/// What a call does, for the fault that is armed.
typedef enum { call_open, call_read, call_write, call_sync, call_truncate, call_lock, call_map, call_delete } call_sort;

/// Whether this call on a file goes wrong: SQLITE_OK, or what to fail with.
int fault_at(call_sort sort, const char *name);

/// Whether a power cut is armed for this file, so that what it holds for good must be known.
int fault_loses(const char *name);

/// Whether the fault that is armed writes half.
int fault_writes_half(void);

/// Remembers what of a file is on the disk for good.
void durable_note(const char *name, sqlite3_file *file, int is_synced);
void durable_forget(const char *name);
void durable_clear(void);

#endif
