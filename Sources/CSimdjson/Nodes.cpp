#include "Nodes.hpp"

#include <new>

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
