/// How much an archive may unfold to. A few kilobytes can be made to unfold to petabytes.
struct ArchiveLimits {
    /// The most bytes all that is in it may have; a must-gather of a large cluster has some gigabytes, of logs above all.
    var largestContent = 64 << 30
    /// The most bytes of what is kept to be read.
    var largestKept = 8 << 30
    /// So many bytes may come of any archive, however small it is: lists of objects alike are packed to a thousandth.
    var alwaysAllowed = 512 << 20
    /// Beyond that, how many bytes may come of one.
    var largestRatio = 1000
    /// The most entries.
    var mostEntries = 1_000_000
    /// The longest path of an entry, in bytes.
    var longestPath = 4096
    /// The most folders within each other.
    var deepest = 64

    /// Refuses what is more than can be meant.
    func check(unpacked: Int, packed: Int) throws {
        guard unpacked <= largestContent else { throw DocumentProblem(.archive(.tooLarge)) }
        guard unpacked <= alwaysAllowed || unpacked / largestRatio <= packed else {
            throw DocumentProblem(.archive(.tooDense(largestRatio)))
        }
    }
}
