// Finds the bracket that closes a JSON value, 64 bytes at a time, without reading what is in between.
//
// The string mask is that of "Parsing Gigabytes of JSON per Second" (Langdale and Lemire, 2019), section 3.1.1.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// One bit a byte of a block of 64.
struct block_masks {
    uint64_t quotes, backslashes, opens, closes;
};

#ifdef __SSE2__
inline block_masks masks_of(const uint8_t *block) {
    block_masks masks = {0, 0, 0, 0};
    const __m128i fold = _mm_set1_epi8(0x20);
    for (int part = 0; part < 4; part++) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(block + part * 16));
        const __m128i folded = _mm_or_si128(bytes, fold);  // [ and { differ in this bit only, ] and } too
        const auto equal = [part](__m128i left, char right) {
            return uint64_t(uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(left, _mm_set1_epi8(right))))) << (part * 16);
        };
        masks.quotes |= equal(bytes, '"');
        masks.backslashes |= equal(bytes, '\\');
        masks.opens |= equal(folded, '{');
        masks.closes |= equal(folded, '}');
    }
    return masks;
}
#else
inline block_masks masks_of(const uint8_t *block) {
    block_masks masks = {0, 0, 0, 0};
    for (int at = 0; at < 64; at++) {
        masks.quotes |= uint64_t(block[at] == '"') << at;
        masks.backslashes |= uint64_t(block[at] == '\\') << at;
        masks.opens |= uint64_t((block[at] | 0x20) == '{') << at;
        masks.closes |= uint64_t((block[at] | 0x20) == '}') << at;
    }
    return masks;
}
#endif

/// Counts nesting, and keeps its place between calls.
class bracket_scanner {
public:
    enum outcome { needs_input, closed, too_deep };

    explicit bracket_scanner(size_t deepest) : deepest(deepest) {}

    /// Begins inside a bracket just read, `depth` brackets deep.
    void begin(size_t start) {
        depth = start;
        in_string = escaped = false;
    }

    /// Reads on from `*at` until nesting is back to `target`, with `*at` behind the bracket that did it.
    outcome scan(const uint8_t *bytes, size_t *at, size_t end, size_t target) {
        while (*at < end) {
            const size_t width = end - *at < 64 ? end - *at : 64;
            uint64_t opens, closes;
            structure(bytes + *at, width, &opens, &closes);
            const size_t opened = __builtin_popcountll(opens), shut = __builtin_popcountll(closes);
            if (depth + opened <= deepest && depth > target + shut) {
                depth += opened - shut;
                *at += width;
                continue;
            }
            const int found = step(opens, closes, target);
            if (found == past_limit) return too_deep;
            if (found != none) {
                *at += size_t(found) + 1;
                return closed;
            }
            *at += width;
        }
        return needs_input;
    }

private:
    static constexpr int none = -1, past_limit = -2;
    const size_t deepest;
    size_t depth = 0;
    bool in_string = false;
    bool escaped = false;

    /// The brackets of a block that are not inside a string.
    void structure(const uint8_t *block, size_t width, uint64_t *opens, uint64_t *closes) {
        uint8_t padded[64];
        if (width < 64) {
            std::memset(padded, ' ', sizeof padded);
            std::memcpy(padded, block, width);
            block = padded;
        }
        const block_masks masks = masks_of(block);
        const uint64_t quotes = masks.quotes & ~escapes(masks.backslashes, width);
        const uint64_t strings = running_parity(quotes) ^ (in_string ? ~uint64_t(0) : 0);
        in_string = strings >> 63;  // what pads a short block continues its last byte's state
        *opens = masks.opens & ~strings;
        *closes = masks.closes & ~strings;
    }

    /// The bytes that a backslash before them takes the meaning from.
    uint64_t escapes(uint64_t backslashes, size_t width) {
        const uint64_t even = 0x5555555555555555;
        const uint64_t carried = escaped;
        backslashes &= ~carried;
        const uint64_t follows = backslashes << 1 | carried;
        const uint64_t odd_starts = backslashes & ~even & ~follows;
        uint64_t sequences;
        const bool overflow = __builtin_add_overflow(odd_starts, backslashes, &sequences);
        const uint64_t result = (even ^ (sequences << 1)) & follows;
        escaped = width < 64 ? result >> width & 1 : overflow;
        return result;
    }

    static uint64_t running_parity(uint64_t bits) {
        for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
        return bits;
    }

    /// Goes through the brackets one by one; the place of the one that brings nesting back to `target`.
    int step(uint64_t opens, uint64_t closes, size_t target) {
        for (uint64_t both = opens | closes; both != 0; both &= both - 1) {
            const int place = __builtin_ctzll(both);
            if (opens >> place & 1) {
                if (++depth > deepest) return past_limit;
            } else if (--depth <= target) {
                return place;
            }
        }
        return none;
    }
};
