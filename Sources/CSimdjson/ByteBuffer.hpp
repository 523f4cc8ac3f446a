// Bytes that grow, with the room behind them that simdjson reads into; no exception when memory is short.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <simdjson.h>

struct byte_buffer {
    uint8_t *bytes = nullptr;
    size_t count = 0;
    size_t capacity = 0;

    byte_buffer() = default;
    byte_buffer(const byte_buffer &) = delete;
    byte_buffer &operator=(const byte_buffer &) = delete;
    ~byte_buffer() { std::free(bytes); }

    bool has_room(size_t more) {
        const size_t needed = count + more + simdjson::SIMDJSON_PADDING;
        if (needed <= capacity) return true;
        const size_t grown = needed < capacity * 2 ? capacity * 2 : needed;
        void *moved = std::realloc(bytes, grown);
        if (!moved) return false;
        bytes = static_cast<uint8_t *>(moved);
        // Never garbage behind the end: valgrind and sanitizers would call reading it a bug.
        std::memset(bytes + capacity, 0, grown - capacity);
        capacity = grown;
        return true;
    }

    bool append(const void *more, size_t length) {
        if (!has_room(length)) return false;
        std::memcpy(bytes + count, more, length);
        count += length;
        return true;
    }

    void release() {
        std::free(bytes);
        bytes = nullptr;
        count = capacity = 0;
    }

    void drop_first(size_t length) {
        std::memmove(bytes, bytes + length, count - length);
        count -= length;
    }
};
