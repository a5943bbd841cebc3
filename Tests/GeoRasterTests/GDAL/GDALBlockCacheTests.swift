#if canImport(CGDAL)
  import CGDAL
  import Foundation
  import Testing

  @testable import GeoRaster

  /// The limit belongs to the process, so other tests that write files may hold it down meanwhile.
  @Suite struct GDALBlockCacheTests {
    private func isBounded() -> Bool { GDALGetCacheMax64() == 16 << 20 }

    @Test func theLimitIsLowWhileItIsAskedFor() throws {
      struct Failure: Error {}
      GDALBlockCache.bounded {
        #expect(isBounded())
        GDALBlockCache.bounded { #expect(isBounded()) }
        #expect(isBounded(), "the outer call goes on")
      }
      #expect(throws: Failure.self) { try GDALBlockCache.bounded { throw Failure() } }
    }

    /// In a process of its own, where nothing else works with GDAL.
    @Test func theLimitOfTheHostComesBack() async {
      await #expect(processExitsWith: .success) {
        let before = GDALGetCacheMax64()
        GDALBlockCache.bounded { GDALBlockCache.bounded {} }
        precondition(GDALGetCacheMax64() == before)
        // A lower one stays.
        GDALSetCacheMax64(5 << 20)
        GDALBlockCache.bounded { precondition(GDALGetCacheMax64() == 5 << 20) }
        precondition(GDALGetCacheMax64() == 5 << 20)
        // So does one that the host sets meanwhile.
        GDALSetCacheMax64(100 << 20)
        GDALBlockCache.bounded { GDALSetCacheMax64(50 << 20) }
        precondition(GDALGetCacheMax64() == 50 << 20)
      }
    }
  }
#endif
