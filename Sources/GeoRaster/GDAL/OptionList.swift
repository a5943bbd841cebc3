#if SCARP_GDAL
  import CGDAL

  /// `NAME=VALUE` options in the forms that GDAL's functions take.
  enum OptionList {
    typealias Pointer = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    typealias ConstantPointer = UnsafePointer<UnsafePointer<CChar>?>

    /// Calls `body` with a list that lives as long as the call; it is `nil` without options.
    static func with<Result>(
      _ options: [String], _ body: (Pointer?) throws -> Result
    ) rethrows -> Result {
      var list: Pointer?
      for option in options { list = CSLAddString(list, option) }
      defer { CSLDestroy(list) }
      return try body(list)
    }

    /// ``with(_:_:)`` for functions that promise not to change the list.
    static func withConstant<Result>(
      _ options: [String], _ body: (ConstantPointer?) throws -> Result
    ) rethrows -> Result {
      try with(options) { try body(ConstantPointer(OpaquePointer($0))) }
    }
  }
#endif
