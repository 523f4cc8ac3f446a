extension StringProtocol {
    /// FNV-1a of the text's bytes, 64 bits: the same in every process, unlike `Hasher`, and of no use against who wants two texts to collide.
    ///
    /// http://www.isthe.com/chongo/tech/comp/fnv/
    ///
    /// - Parameter seed: What the hash begins with beside the offset basis, where texts are to be ordered in another way each time.
    package func fnv1a(seed: UInt64 = 0) -> UInt64 {
        let basis = 0xCBF2_9CE4_8422_2325 ^ seed
        return utf8.withContiguousStorageIfAvailable { $0.fnv1a(from: basis) }
            ?? Array(utf8).withUnsafeBufferPointer { $0.fnv1a(from: basis) }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func fnv1a(from basis: UInt64) -> UInt64 {
        var hash = basis
        for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return hash
    }
}
