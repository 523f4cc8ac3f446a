/// 64-bit FNV-1a of some text's bytes, by which long texts are found again without an index that repeats them.
///
/// http://www.isthe.com/chongo/tech/comp/fnv/. Collisions are harmless: the text itself is compared too.
func fingerprint(_ text: String) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return Int64(bitPattern: hash)
}
