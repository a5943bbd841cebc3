import Foundation

/// Indices of a cell's specific catchment area and slope.
public enum TopographicIndices {
  /// The least slope in ``wetness(specificCatchmentArea:slopeInDegrees:)``, in radians: level cells have no finite index otherwise.
  public static let minimumSlopeInRadians = 0.001

  /// The topographic wetness index (TWI): where water gathers and stays.
  ///
  ///     TWI = ln(a / tan b)
  ///
  /// Source: Eq. (2); Beven and Kirkby (1979), Hydrol. Sci. Bull. 24. The slope is at least ``minimumSlopeInRadians``
  /// (our choice).
  ///
  /// - Parameters:
  ///   - specificCatchmentArea: a in m2/m, above 0.
  ///   - slopeInDegrees: b, 0...90.
  /// - Returns: the index; -infinity for an area of 0; NaN when an argument is NaN or the area negative.
  public static func wetness(specificCatchmentArea: Double, slopeInDegrees: Double) -> Double {
    guard !slopeInDegrees.isNaN else { return .nan }
    let slope = max(slopeInDegrees * .pi / 180, minimumSlopeInRadians)
    return log(specificCatchmentArea / tan(slope))
  }

  /// The stream power index (SPI): the erosive power of water that gathers on a slope.
  ///
  ///     SPI = a tan b,  or ln(1 + a tan b)
  ///
  /// Source: a conditioning factor of the paper (Sect. 2), which gives no formula; Moore, Grayson and Ladson (1991), Hydrol.
  /// Process. 5. The paper's class breaks are 15, 30 and 45.
  ///
  /// - Parameters:
  ///   - specificCatchmentArea: a in m2/m, from 0.
  ///   - slopeInDegrees: b, 0...90.
  ///   - logarithmic: whether to take ln(1 + ...), which tames the long tail.
  /// - Returns: the index, from 0; NaN when an argument is NaN.
  public static func streamPower(
    specificCatchmentArea: Double, slopeInDegrees: Double, logarithmic: Bool = false
  ) -> Double {
    let power = specificCatchmentArea * tan(slopeInDegrees * .pi / 180)
    return logarithmic ? log1p(power) : power
  }
}

extension Raster {
  /// The topographic wetness index of each cell.
  ///
  ///     TWI = ln(a / tan b)
  ///
  /// Source: Eq. (2), with a from ``specificCatchmentArea(method:depressions:threads:progress:)`` and b from
  /// ``slope(method:unit:threads:progress:)`` (Horn) of this surface, at least 0.001 rad; see
  /// ``TopographicIndices/wetness(specificCatchmentArea:slopeInDegrees:)``.
  ///
  /// - Parameters:
  ///   - method: how cells pass their water on.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: a number on every cell with an elevation, so without holes; NaN elsewhere.
  /// - Throws: as ``specificCatchmentArea(method:depressions:threads:progress:)``.
  /// - Complexity: that of ``specificCatchmentArea(method:depressions:threads:progress:)``, which takes the most memory.
  public func topographicWetnessIndex(
    method: FlowMethod = .multiple(), depressions: DepressionRemoval = .fill,
    threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try combiningCatchmentAndSlope(
      method: method, depressions: depressions, threads: threads, progress: progress
    ) { TopographicIndices.wetness(specificCatchmentArea: $0, slopeInDegrees: $1) }
  }

  /// The stream power index of each cell.
  ///
  ///     SPI = a tan b,  or ln(1 + a tan b)
  ///
  /// a is from ``specificCatchmentArea(method:depressions:threads:progress:)`` and b from ``slope(method:unit:threads:progress:)``
  /// (Horn) of this surface; see
  /// ``TopographicIndices/streamPower(specificCatchmentArea:slopeInDegrees:logarithmic:)``.
  ///
  /// - Parameters:
  ///   - logarithmic: whether to take ln(1 + ...).
  ///   - method: how cells pass their water on.
  ///   - progress: gets units of its own and may be cancelled; so may the calling task.
  /// - Returns: from 0, on every cell with an elevation; NaN elsewhere.
  /// - Throws: as ``specificCatchmentArea(method:depressions:threads:progress:)``.
  /// - Complexity: that of ``specificCatchmentArea(method:depressions:threads:progress:)``, which takes the most memory.
  public func streamPowerIndex(
    logarithmic: Bool = false, method: FlowMethod = .multiple(),
    depressions: DepressionRemoval = .fill, threads: Int? = nil, progress: Progress? = nil
  ) throws -> Raster {
    try combiningCatchmentAndSlope(
      method: method, depressions: depressions, threads: threads, progress: progress
    ) {
      TopographicIndices.streamPower(
        specificCatchmentArea: $0, slopeInDegrees: $1, logarithmic: logarithmic)
    }
  }

  private func combiningCatchmentAndSlope(
    method: FlowMethod, depressions: DepressionRemoval, threads: Int?, progress: Progress?,
    _ index: @Sendable (_ area: Double, _ slope: Double) -> Double
  ) throws -> Raster {
    progress?.totalUnitCount = 10
    let area = try specificCatchmentArea(
      method: method, depressions: depressions, threads: threads,
      progress: .stage(of: progress, units: 9))
    let slope = try slope(threads: threads, progress: .stage(of: progress))
    let values = try combined(area.values, slope.values, threads: threads) { area, slope in
      Float(index(Double(area), Double(slope)))
    }
    return Raster(grid: grid, values: values)
  }
}
