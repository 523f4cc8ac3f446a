// Passes simdjson's values, which are a pointer and an index, through C and back.
#pragma once
#include "CSimdjson.h"

#include <cstring>
#include <simdjson.h>
#include <type_traits>

template <typename To, typename From> inline To bits_of(const From &from) {
    static_assert(sizeof(To) == sizeof(From), "simdjson's handles are a pointer and an index");
    static_assert(std::is_trivially_copyable<From>::value && std::is_trivially_copyable<To>::value, "handles are plain");
    To to;
    std::memcpy(static_cast<void *>(&to), static_cast<const void *>(&from), sizeof to);
    return to;
}

inline simdjson::dom::element element_of(json_node node) { return bits_of<simdjson::dom::element>(node); }
inline json_node node_of(simdjson::dom::element element) { return bits_of<json_node>(element); }
