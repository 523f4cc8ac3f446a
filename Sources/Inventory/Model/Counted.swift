extension BinaryInteger {
    /// So many of something, in English: `1 snapshot`, `0 snapshots`, `3 snapshots`.
    ///
    /// - Parameter many: What more than one of it are called, where that is not the one with an `s`.
    public func counted(_ one: String, _ many: String? = nil) -> String {
        "\(self) \(self == 1 ? one : many ?? "\(one)s")"
    }
}
