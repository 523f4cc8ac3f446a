#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "FaultState.h"

// What a disk holds for good: each file as it was when it was last synced.

enum { most_files = 16, sector = 512 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char name[1024];
    unsigned char *bytes;
    sqlite3_int64 size;
} files[most_files];

static int index_of(const char *name) {
    for (int index = 0; index < most_files; index++)
        if (files[index].bytes != NULL && strcmp(files[index].name, name) == 0) return index;
    return -1;
}

static int free_index(void) {
    for (int index = 0; index < most_files; index++)
        if (files[index].bytes == NULL) return index;
    return -1;
}

static void drop(int index) {
    free(files[index].bytes);
    files[index].bytes = NULL;
}

void durable_note(const char *name, sqlite3_file *file, int is_synced) {
    // Other tests of this process open files at the same time, and those keep their power.
    if (!fault_loses(name)) return;
    pthread_mutex_lock(&mutex);
    int index = index_of(name);
    sqlite3_int64 size = 0;
    if ((index < 0 || is_synced) && file->pMethods->xFileSize(file, &size) == SQLITE_OK) {
        if (index >= 0) drop(index);
        index = index >= 0 ? index : free_index();
        unsigned char *bytes = index >= 0 ? malloc((size_t)size + 1) : NULL;
        if (bytes != NULL) {
            strncpy(files[index].name, name, sizeof files[index].name - 1);
            if (size > 0) file->pMethods->xRead(file, bytes, (int)size, 0);
            files[index].bytes = bytes;
            files[index].size = size;
        }
    }
    pthread_mutex_unlock(&mutex);
}

void durable_forget(const char *name) {
    pthread_mutex_lock(&mutex);
    int index = index_of(name);
    if (index >= 0) drop(index);
    pthread_mutex_unlock(&mutex);
}

void durable_clear(void) {
    pthread_mutex_lock(&mutex);
    for (int index = 0; index < most_files; index++)
        if (files[index].bytes != NULL) drop(index);
    pthread_mutex_unlock(&mutex);
}

static uint64_t chance(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void tear(int index, uint64_t *seed) {
    int descriptor = open(files[index].name, O_RDWR);
    if (descriptor < 0) return;
    off_t size = lseek(descriptor, 0, SEEK_END);
    for (off_t offset = 0; offset < size || offset < files[index].size; offset += sector) {
        if (chance(seed) % 2) continue;
        unsigned char bytes[sector] = {0};
        sqlite3_int64 left = files[index].size - offset;
        if (left > 0) memcpy(bytes, files[index].bytes + offset, left < sector ? (size_t)left : sector);
        if (pwrite(descriptor, bytes, sector, offset) != sector) abort();
    }
    // A file that grew or shrank since may have the one size or the other.
    if (ftruncate(descriptor, chance(seed) % 2 ? size : files[index].size) != 0) abort();
    close(descriptor);
}

void fault_lose_unsynced(uint64_t seed) {
    seed = seed * 0x9E3779B97F4A7C15u + 1;
    pthread_mutex_lock(&mutex);
    for (int index = 0; index < most_files; index++)
        if (files[index].bytes != NULL) tear(index, &seed);
    pthread_mutex_unlock(&mutex);
    durable_clear();
}
