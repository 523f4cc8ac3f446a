/// What is wrong with an archive or a compressed file.
package enum ArchiveFault: Sendable, Hashable {
    /// libarchive is not installed.
    case noLibrary
    /// It was cut off between two entries.
    case cutOff
    /// A ZIP archive without the index at its end.
    case noIndex
    /// It is damaged, for what libarchive says; nil where it says nothing.
    case damaged(String?)
    /// It unpacks to more than any cluster's dump.
    case tooLarge
    /// It unpacks to more than so many times its size.
    case tooDense(Int)
    /// More entries than any cluster's dump has files.
    case tooManyFiles
    /// An entry's name is no text.
    case unreadableName
    /// An entry's path is longer than any system's.
    case longPath(String)
    /// An entry's path leads out of the archive.
    case leadsOut(String)
    /// Its folders are nested too deeply.
    case tooDeep
}
