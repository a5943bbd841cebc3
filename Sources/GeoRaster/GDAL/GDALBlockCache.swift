#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// The cache in which GDAL keeps blocks of all data sets of the process: by default 5 % of the machine's memory.
  enum GDALBlockCache {
    /// Enough for the rows of blocks that go through at once, and for their overviews.
    private static let bound: Int64 = 16 << 20
    private static let state = State()

    /// Runs `body` while the cache is no larger than ``bound``, which a pass over a file needs; a smaller limit of the host stays.
    ///
    /// The limit comes back when the last of the calls at a time ends, unless the host has set another one meanwhile.
    static func bounded<Result>(_ body: () throws -> Result) rethrows -> Result {
      state.begin()
      defer { state.end() }
      return try body()
    }

    private final class State: @unchecked Sendable {
      private let lock = NSLock()
      private var calls = 0
      private var limitOfHost: Int64 = 0

      func begin() {
        lock.withLock {
          if calls == 0 {
            limitOfHost = GDALGetCacheMax64()
            if limitOfHost > bound { GDALSetCacheMax64(bound) }
          }
          calls += 1
        }
      }

      func end() {
        lock.withLock {
          calls -= 1
          if calls == 0, limitOfHost > bound, GDALGetCacheMax64() == bound {
            GDALSetCacheMax64(limitOfHost)
          }
        }
      }
    }
  }
#endif
