/// A look at a YAML text, before it is parsed, for aliases that could unfold without end ("billion laughs").
///
/// Yams compares the keys of every mapping while it composes, so a tower of aliases hangs it before anyone sees the tree.
/// What `oc` prints has no alias at all; the few that a hand may have written unfold to little.
struct YAMLAliases {
    /// Uses of an alias that can do no harm: 16 of them reach 3 to the power of 5.
    static let harmless = 16

    /// Whether the text has more aliases than that to anchors it defines. Text that only looks like aliases counts too.
    let couldMultiply: Bool

    init(_ text: String) {
        var anchors: Set<[UInt8]> = []
        var uses = 0
        var previous = UInt8(ascii: "\n")
        var text = text
        text.withUTF8 { bytes in
            var at = 0
            while at < bytes.count, uses <= Self.harmless {
                let byte = bytes[at]
                at += 1
                if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), previous.canPrecedeToken {
                    let name = Array(bytes[at...].prefix { $0.isAnchorByte })
                    if byte == UInt8(ascii: "&"), !name.isEmpty {
                        anchors.insert(name)
                    } else if anchors.contains(name) {
                        uses += 1
                    }
                }
                previous = byte
            }
        }
        couldMultiply = uses > Self.harmless
    }
}

extension UInt8 {
    fileprivate var canPrecedeToken: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "["),
            UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"):
            true
        default: self >= 0x80  // the end of a line separator or byte order mark
        }
    }

    fileprivate var isAnchorByte: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
