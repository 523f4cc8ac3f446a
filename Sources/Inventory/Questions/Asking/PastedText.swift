/// What people paste, as it comes out of other programs.
enum PastedText {
    /// The text without what those programs put before and around it: spaces, quotes, `docker://`, a trailing comma of JSON.
    static func cleaned(_ text: String) -> String {
        var text = text[...]
        let around: Set<Character> = [" ", "\t", "\n", "\r", "\"", "'", "`", ","]
        while let first = text.first, around.contains(first) { text.removeFirst() }
        while let last = text.last, around.contains(last) { text.removeLast() }
        // skopeo's and podman's transports, an old kubelet's imageID, a registry's page.
        let transports = ["docker-pullable://", "docker://", "containers-storage:", "oci://", "https://", "http://"]
        for transport in transports where text.hasPrefix(transport) {
            text = text.dropFirst(transport.count)
            // A local ID of a runtime is its digest.
            if transport == "docker://", text.utf8.count == 64, text.utf8.allSatisfy(isHex) { return "sha256:\(text)" }
            break
        }
        return String(text)
    }

    private static func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
}
