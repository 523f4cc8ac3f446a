#include "FaultState.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char folder[1024];
    fault_kind kind;
    long nth;
    long calls;
    int is_lasting;
} armed;

static int changes_disk(call_sort sort) {
    return sort == call_write || sort == call_sync || sort == call_truncate || sort == call_delete;
}

/// What a call of a sort fails with under a kind of fault; SQLITE_OK where the fault is of another sort.
static int code_for(fault_kind kind, call_sort sort) {
    switch (kind) {
    case fault_open: return sort == call_open ? SQLITE_CANTOPEN : SQLITE_OK;
    case fault_read: return sort == call_read ? SQLITE_IOERR_READ : SQLITE_OK;
    case fault_write:
    case fault_short_write: return sort == call_write ? SQLITE_IOERR_WRITE : SQLITE_OK;
    case fault_full: return sort == call_write ? SQLITE_FULL : SQLITE_OK;
    case fault_sync: return sort == call_sync ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    case fault_truncate: return sort == call_truncate ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
    case fault_lock: return sort == call_lock ? SQLITE_IOERR_LOCK : SQLITE_OK;
    case fault_map: return sort == call_map ? SQLITE_IOERR_SHMMAP : SQLITE_OK;
    case fault_delete: return sort == call_delete ? SQLITE_IOERR_DELETE : SQLITE_OK;
    case fault_kill:
    case fault_power: return changes_disk(sort) ? SQLITE_IOERR_WRITE : SQLITE_OK;
    case fault_none: return SQLITE_OK;
    }
    return SQLITE_OK;
}

/// To be asked with the mutex held.
static int is_beneath(const char *name) { return strncmp(name, armed.folder, strlen(armed.folder)) == 0; }

int fault_loses(const char *name) {
    pthread_mutex_lock(&mutex);
    int is = armed.kind == fault_power && is_beneath(name);
    pthread_mutex_unlock(&mutex);
    return is;
}

int fault_at(call_sort sort, const char *name) {
    if (name == NULL) return SQLITE_OK;
    pthread_mutex_lock(&mutex);
    int code = SQLITE_OK;
    if (armed.kind != fault_none && is_beneath(name)) {
        code = code_for(armed.kind, sort);
        if (code != SQLITE_OK) {
            armed.calls++;
            if (!(armed.calls == armed.nth || (armed.is_lasting && armed.calls > armed.nth))) code = SQLITE_OK;
            if (code != SQLITE_OK && armed.kind == fault_kill) kill(getpid(), SIGKILL);
        } else if (armed.kind == fault_power && armed.calls >= armed.nth) {
            code = SQLITE_IOERR;
        }
    }
    pthread_mutex_unlock(&mutex);
    return code;
}

int fault_writes_half(void) {
    pthread_mutex_lock(&mutex);
    int is = armed.kind == fault_short_write;
    pthread_mutex_unlock(&mutex);
    return is;
}

void fault_arm(const char *folder, fault_kind kind, long nth, int is_lasting) {
    durable_clear();
    pthread_mutex_lock(&mutex);
    strncpy(armed.folder, folder, sizeof armed.folder - 1);
    armed.kind = kind;
    armed.nth = nth;
    armed.calls = 0;
    armed.is_lasting = is_lasting || kind == fault_power;
    pthread_mutex_unlock(&mutex);
}

long fault_disarm(void) {
    pthread_mutex_lock(&mutex);
    long calls = armed.calls;
    armed.kind = fault_none;
    pthread_mutex_unlock(&mutex);
    return calls;
}
