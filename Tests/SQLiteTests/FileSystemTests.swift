import Testing

@testable import SQLite

@Test("network file systems are known by their numbers, local ones are not taken for them")
func networkFileSystems() {
    #expect(FileSystem.networkName(magic: 0x6969) == "NFS")
    #expect(FileSystem.networkName(magic: 0xFF53_4D42) == "SMB")
    // ext4, XFS, btrfs, tmpfs, overlayfs.
    for local: UInt32 in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630] {
        #expect(FileSystem.networkName(magic: local) == nil)
    }
    #expect(FileSystem.networkName(of: "/proc/self/exe/nowhere") == nil)
}
