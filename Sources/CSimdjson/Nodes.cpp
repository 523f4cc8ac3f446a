#include "Nodes.hpp"

#include <algorithm>
#include <new>
#include <vector>

using namespace simdjson;

json_type json_node_type(json_node node) {
    switch (element_of(node).type()) {
    case dom::element_type::ARRAY: return JSON_ARRAY;
    case dom::element_type::OBJECT: return JSON_OBJECT;
    case dom::element_type::STRING: return JSON_STRING;
    case dom::element_type::BOOL: return JSON_BOOLEAN;
    case dom::element_type::NULL_VALUE: return JSON_NULL;
    default: return JSON_NUMBER;
    }
}

bool json_node_member(json_node object, const char *name, size_t length, json_node *value) {
    dom::object members;
    dom::element found;
    if (element_of(object).get(members) || members.at_key({name, length}).get(found)) return false;
    *value = node_of(found);
    return true;
}

namespace {

bool tell(std::string_view repeated, const char **name, size_t *length) {
    *name = repeated.data();
    *length = repeated.size();
    return true;
}

}  // namespace

bool json_node_repeats(json_node object, const char **name, size_t *length) {
    dom::object members;
    if (element_of(object).get(members)) return false;
    constexpr size_t few = 32;
    std::string_view names[few];
    size_t count = 0;
    // Most names differ in their length or their last bytes, which 64 bits remember well enough to compare few of them.
    uint64_t seen = 0;
    for (auto iterator = members.begin(); iterator != members.end(); ++iterator) {
        if (count == few) break;
        const std::string_view key = iterator.key();
        const size_t size = key.size();
        const uint64_t mark = size < 2 ? size : size * 7 + uint8_t(key[size - 1]) * 31 + uint8_t(key[size / 2]);
        const uint64_t bit = uint64_t(1) << (mark & 63);
        if (seen & bit)
            for (size_t i = 0; i < count; i++) if (names[i] == key) return tell(key, name, length);
        seen |= bit;
        names[count++] = key;
    }
    if (count < few) return false;
    std::vector<std::string_view> all;
    for (const auto member : members) all.push_back(member.key);
    std::sort(all.begin(), all.end());
    const auto twice = std::adjacent_find(all.begin(), all.end());
    return twice != all.end() && tell(*twice, name, length);
}

bool json_node_string(json_node node, const char **bytes, size_t *length) {
    std::string_view text;
    if (element_of(node).get(text)) return false;
    *bytes = text.data();
    *length = text.size();
    return true;
}

bool json_node_integer(json_node node, int64_t *value) { return !element_of(node).get(*value); }

bool json_node_boolean(json_node node, bool *value) { return !element_of(node).get(*value); }

json_cursor json_node_children(json_node container) {
    json_cursor cursor = {container, container, false};
    dom::array elements;
    dom::object members;
    if (!element_of(container).get(elements)) {
        cursor.position = bits_of<json_node>(elements.begin());
        cursor.end = bits_of<json_node>(elements.end());
    } else if (!element_of(container).get(members)) {
        cursor.position = bits_of<json_node>(members.begin());
        cursor.end = bits_of<json_node>(members.end());
        cursor.object = true;
    }
    return cursor;
}

bool json_cursor_next(json_cursor *cursor, json_node *value, const char **name, size_t *length) {
    if (cursor->position.index == cursor->end.index) return false;
    if (cursor->object) {
        auto iterator = bits_of<dom::object::iterator>(cursor->position);
        std::string_view key = iterator.key();
        *name = key.data();
        *length = key.size();
        *value = node_of(iterator.value());
        cursor->position = bits_of<json_node>(++iterator);
    } else {
        auto iterator = bits_of<dom::array::iterator>(cursor->position);
        *value = node_of(*iterator);
        cursor->position = bits_of<json_node>(++iterator);
    }
    return true;
}

struct json_parser {
    dom::parser parser;
};

json_parser *json_parser_create(void) { return new (std::nothrow) json_parser; }

void json_parser_destroy(json_parser *parser) { delete parser; }

const char *json_parser_parse(json_parser *parser, const char *bytes, size_t length, json_node *root) {
    dom::element element;
    // simdjson reads a few bytes beyond the end, so it copies what has no room behind it.
    error_code error = parser->parser.parse(bytes, length, true).get(element);
    if (error) return error_message(error);
    *root = node_of(element);
    return nullptr;
}
