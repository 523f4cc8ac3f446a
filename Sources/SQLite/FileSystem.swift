internal import CSQLite

/// What kind of file system a path lies on, as far as SQLite's locks care.
public enum FileSystem {
    /// The name of the network file system a path lies on; nil where it is local, or nobody can say.
    ///
    /// SQLite relies on locks and, in WAL mode, on shared memory that network file systems do not give,
    /// https://www.sqlite.org/wal.html and https://www.sqlite.org/howtocorrupt.html#_filesystems_with_broken_or_missing_lock_implementations.
    public static func networkName(of path: String) -> String? {
        networkName(magic: UInt32(truncatingIfNeeded: csqlite_file_system(path)))
    }

    /// Bytes that may still be written where a path lies; nil where nobody can say.
    public static func freeBytes(at path: String) -> Int64? {
        let bytes = csqlite_free_bytes(path)
        return bytes < 0 ? nil : Int64(bytes)
    }

    /// Gives a file a name that nothing has yet, in one step.
    ///
    /// - Returns: 0, or why not as errno has it: EEXIST where something has the name, EINVAL or ENOSYS where this cannot be asked for.
    public static func rename(_ path: String, toNew name: String) -> Int32 { csqlite_rename_to_new(path, name) }

    /// statfs(2) lists these numbers.
    static func networkName(magic: UInt32) -> String? {
        switch magic {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB"
        case 0x0102_1997: "9P"
        case 0x00C3_6400: "Ceph"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x7375_7245: "Coda"
        case 0x6573_5546: "FUSE"
        default: nil
        }
    }
}
