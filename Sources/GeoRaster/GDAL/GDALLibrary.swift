#if SCARP_GDAL
  import CGDAL

  /// GDAL as a whole: its formats are registered once, and its messages are kept from standard error.
  enum GDALLibrary {
    private static let registration: Void = GDALAllRegister()

    /// Such as 3.6.2.
    static var version: String {
      GDALVersionInfo("RELEASE_NAME").map { String(cString: $0) } ?? "unknown"
    }

    /// Runs `body` while GDAL's messages on this thread go to a log instead of standard error.
    ///
    /// The stack of handlers belongs to the thread, so `body` must not change threads.
    static func quietly<Result>(_ body: (GDALMessages) throws -> Result) rethrows -> Result {
      let messages = GDALMessages()
      return try withExtendedLifetime(messages) {
        CPLPushErrorHandlerEx(
          { severity, _, text in
            guard let context = CPLGetErrorHandlerUserData(), let text else { return }
            Unmanaged<GDALMessages>.fromOpaque(context).takeUnretainedValue()
              .append(
                String(cString: text), isFailure: severity == CE_Failure || severity == CE_Fatal)
          },
          Unmanaged.passUnretained(messages).toOpaque())
        defer { CPLPopErrorHandler() }
        _ = registration
        return try body(messages)
      }
    }
  }

  /// What GDAL said during one call of ``GDALLibrary/quietly(_:)``.
  final class GDALMessages {
    private var failures: [String] = []
    private var warnings: [String] = []
    /// A broken file can bring thousands of messages; the first ones tell.
    private static let limit = 16

    func append(_ text: String, isFailure: Bool) {
      if isFailure {
        if failures.count < Self.limit { failures.append(text) }
      } else if warnings.count < Self.limit {
        warnings.append(text)
      }
    }

    /// Whether a failure was reported.
    var hasFailure: Bool { !failures.isEmpty }

    /// The first failure, else the last warning, on one line.
    func reason(else fallback: String) -> String {
      let text = failures.first ?? warnings.last ?? ""
      let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
      return line.isEmpty ? fallback : line
    }
  }
#endif
