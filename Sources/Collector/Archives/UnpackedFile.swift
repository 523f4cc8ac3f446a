extension SniffedBytes {
    /// What the file holds behind its compression; itself where it has none.
    ///
    /// - Parameter file: Where it is read from.
    /// - Throws: ``DocumentProblem`` where it is an archive.
    func unpacked(from file: FileBytes) throws -> SniffedBytes {
        guard let packing = Packing(start: start) else { return self }
        file.isPacked = true
        let reader = packing == .compressed ? try ArchiveReader(self) : nil
        guard let reader, reader.isSingleFile else {
            throw DocumentProblem(reason: "it is an archive; unpack it and name the folder")
        }
        return try SniffedBytes(UnpackedBytes(reader), count: 4096)
    }
}
