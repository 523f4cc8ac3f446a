#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

// What Swift's importer cannot see of <sqlite3.h>: casts in macros, variadic functions, and result codes built by shifting.
#include <sqlite3.h>

#include <errno.h>
#include <sys/statvfs.h>

#ifdef __linux__
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#endif

static inline sqlite3_destructor_type csqlite_transient(void) { return SQLITE_TRANSIENT; }

/// https://www.sqlite.org/c3ref/db_config.html: the calls that take an int and an optional pointer to int.
static inline int csqlite_db_config(sqlite3 *db, int operation, int value) {
    return sqlite3_db_config(db, operation, value, (int *)0);
}

/// https://www.sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus, before the library's first use.
static inline int csqlite_config_memory_statistics(int counts) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, counts); }

static const int csqlite_ioerr_data = SQLITE_IOERR_DATA;
static const int csqlite_ioerr_short_read = SQLITE_IOERR_SHORT_READ;
static const int csqlite_readonly_recovery = SQLITE_READONLY_RECOVERY;
static const int csqlite_readonly_rollback = SQLITE_READONLY_ROLLBACK;

/// The kind of file system a path lies on by its number, statfs(2), which Swift's Glibc does not show; 0 where nobody can say.
static inline unsigned long csqlite_file_system(const char *path) {
#ifdef __linux__
    struct statfs status;
    if (statfs(path, &status) == 0) return (unsigned long)status.f_type;
#endif
    return 0;
}

/// Bytes somebody without privileges may still write where a path lies, statvfs(3); -1 where nobody can say.
static inline long long csqlite_free_bytes(const char *path) {
    struct statvfs status;
    return statvfs(path, &status) == 0 ? (long long)status.f_bavail * (long long)status.f_frsize : -1;
}

/// Gives a file a name that nothing has yet, renameat2(2): 0, or what errno says, ENOSYS where the system cannot.
static inline int csqlite_rename_to_new(const char *from, const char *to) {
#if defined(__linux__) && defined(SYS_renameat2)
    return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1u) == 0 ? 0 : errno;
#else
    return ENOSYS;
#endif
}

#endif
