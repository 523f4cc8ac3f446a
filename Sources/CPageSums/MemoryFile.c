#include "MemoryFile.h"

#include <string.h>

// https://www.sqlite.org/c3ref/io_methods.html tells what each of these must do.

enum { piece_size = 64 << 10 };

static memory_file *as_memory(sqlite3_file *file) { return (memory_file *)file; }

static int least(int a, sqlite3_int64 b) { return b < a ? (int)b : a; }

static void keep_pieces(memory_file *file, sqlite3_int64 count) {
    while (file->piece_count > count) sqlite3_free(file->pieces[--file->piece_count]);
}

/// Makes room for so many bytes, all of them zero.
static int make_room(memory_file *file, sqlite3_int64 bytes) {
    sqlite3_int64 wanted = (bytes + piece_size - 1) / piece_size;
    if (wanted > file->room_for_pieces) {
        sqlite3_int64 room = wanted * 2;
        unsigned char **pieces = sqlite3_realloc64(file->pieces, (sqlite3_uint64)room * sizeof *pieces);
        if (pieces == NULL) return SQLITE_IOERR_NOMEM;
        file->pieces = pieces;
        file->room_for_pieces = room;
    }
    while (file->piece_count < wanted) {
        unsigned char *piece = sqlite3_malloc(piece_size);
        if (piece == NULL) return SQLITE_IOERR_NOMEM;
        memset(piece, 0, piece_size);
        file->pieces[file->piece_count++] = piece;
    }
    return SQLITE_OK;
}

static int read_memory(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    memory_file *file = as_memory(base);
    sqlite3_int64 there = file->size > offset ? file->size - offset : 0;
    int left = least(count, there);
    unsigned char *to = bytes;
    // What the file ends before is asked for as zeros.
    memset(to + left, 0, (size_t)(count - left));
    int code = left < count ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
    while (left > 0) {
        int start = (int)(offset % piece_size);
        int part = least(left, piece_size - start);
        memcpy(to, file->pieces[offset / piece_size] + start, (size_t)part);
        to += part;
        offset += part;
        left -= part;
    }
    return code;
}

static int write_memory(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    memory_file *file = as_memory(base);
    int code = make_room(file, offset + count);
    if (code != SQLITE_OK) return code;
    if (file->size < offset + count) file->size = offset + count;
    const unsigned char *from = bytes;
    while (count > 0) {
        int start = (int)(offset % piece_size);
        int part = least(count, piece_size - start);
        memcpy(file->pieces[offset / piece_size] + start, from, (size_t)part);
        from += part;
        offset += part;
        count -= part;
    }
    return SQLITE_OK;
}

/// What is cut off reads as zeros if the file grows again.
static int truncate_memory(sqlite3_file *base, sqlite3_int64 size) {
    memory_file *file = as_memory(base);
    if (size >= file->size) return SQLITE_OK;
    file->size = size;
    keep_pieces(file, (size + piece_size - 1) / piece_size);
    int used = (int)(size % piece_size);
    if (used > 0) memset(file->pieces[size / piece_size] + used, 0, (size_t)(piece_size - used));
    return SQLITE_OK;
}

static int close_memory(sqlite3_file *base) {
    memory_file *file = as_memory(base);
    keep_pieces(file, 0);
    sqlite3_free(file->pieces);
    file->base.pMethods = NULL;
    return SQLITE_OK;
}

static int size_of_memory(sqlite3_file *base, sqlite3_int64 *size) {
    *size = as_memory(base)->size;
    return SQLITE_OK;
}

// Nobody else can open it, and nothing of it outlives the process.
static int sync_memory(sqlite3_file *base, int flags) { return SQLITE_OK; }
static int lock_memory(sqlite3_file *base, int lock) { return SQLITE_OK; }
static int reserved_memory(sqlite3_file *base, int *is) {
    *is = 0;
    return SQLITE_OK;
}
static int control_memory(sqlite3_file *base, int operation, void *argument) { return SQLITE_NOTFOUND; }
static int sector_of_memory(sqlite3_file *base) { return 4096; }
static int memory_device(sqlite3_file *base) {
    return SQLITE_IOCAP_SAFE_APPEND | SQLITE_IOCAP_SEQUENTIAL | SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods memory_file_methods = {
    .iVersion = 1,
    .xClose = close_memory,
    .xRead = read_memory,
    .xWrite = write_memory,
    .xTruncate = truncate_memory,
    .xSync = sync_memory,
    .xFileSize = size_of_memory,
    .xLock = lock_memory,
    .xUnlock = lock_memory,
    .xCheckReservedLock = reserved_memory,
    .xFileControl = control_memory,
    .xSectorSize = sector_of_memory,
    .xDeviceCharacteristics = memory_device,
};

void open_memory_file(sqlite3_file *base) {
    memory_file *file = as_memory(base);
    memset(file, 0, sizeof *file);
    file->base.pMethods = &memory_file_methods;
}
