internal import CSimdjson

/// Tells a receiver what is found in a JSON text, step by step, and counts it.
struct JSONEventDispatcher<Receiver: DocumentReceiver> {
    private let receiver: Receiver
    private let limits: JSONReader
    private var documents = 0
    private var items = 0

    init(_ receiver: Receiver, limits: JSONReader) {
        self.receiver = receiver
        self.limits = limits
    }

    /// Tells one step; a text that is wrong is a ``DocumentProblem``.
    mutating func tell(_ step: json_step) throws {
        switch step.event {
        case JSON_NEEDS_INPUT, JSON_FINISHED: return
        case JSON_LIST_BEGAN: try receiver.listBegan(node(step))
        case JSON_ITEM:
            items += 1
            try checkCount(step)
            try receiver.item(node(step), at: place(of: step, item: true))
        case JSON_DOCUMENT:
            documents += 1
            try checkCount(step)
            let place = place(of: step, item: false)
            try receiver.documentEnded(node(step), isList: step.in_items, at: place)
        default: throw problem(step)
        }
    }

    /// Says that there is no more.
    func finish() throws {
        guard documents > 0 else { throw DocumentProblem(.empty) }
    }

    private func node(_ step: json_step) -> JSONNode { JSONNode(node: step.node, replacesNUL: limits.replacesNUL) }

    private func place(of step: json_step, item: Bool) -> DocumentPlace {
        DocumentPlace(document: Int(step.document), item: item ? Int(step.item) : nil, offset: step.offset)
    }

    private func checkCount(_ step: json_step) throws {
        guard items + documents > limits.mostObjects else { return }
        throw DocumentProblem(.tooManyObjects, place: place(of: step, item: false))
    }

    private func problem(_ step: json_step) -> DocumentProblem {
        DocumentProblem(DocumentFault(step), place: place(of: step, item: step.in_items))
    }
}

extension DocumentFault {
    /// What a step that failed found.
    fileprivate init(_ step: json_step) {
        self =
            switch step.fault {
            case JSON_FAULT_PARSER: step.words.map { .parser(String(cString: $0)) } ?? .unreadableJSON
            case JSON_FAULT_NO_MEMORY: .noMemory
            case JSON_FAULT_TOO_LARGE: .tooLarge
            case JSON_FAULT_LARGE_OBJECT: .largeObject
            case JSON_FAULT_TOO_DEEP: .tooDeep
            case JSON_FAULT_CUT_OFF: .cutOff
            case JSON_FAULT_NOT_UTF8: .notUTF8
            case JSON_FAULT_NO_OBJECT: .noJSONObject
            case JSON_FAULT_NO_ITEM: .noItem
            case JSON_FAULT_ITEMS_TWICE: .itemsTwice
            case JSON_FAULT_ITEMS_ESCAPED: .itemsEscaped
            case JSON_FAULT_READ_ON: .readOn
            default: .unreadableJSON
            }
    }
}
