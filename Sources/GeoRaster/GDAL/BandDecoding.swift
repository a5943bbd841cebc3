#if SCARP_GDAL
  import CGDAL
  import Foundation

  /// From a band's stored numbers to values: NoData marker, scale and offset.
  struct BandDecoding {
    /// The marker as the band's type stores it; NaN when no stored number can equal it.
    private let marker: Double
    private let scale: Double
    private let offset: Double

    /// - Throws: ``GeoRasterError/malformed(file:place:expected:found:)`` for a scale of 0 or not a number.
    init(of band: GDALRasterBandH, type: GDALDataType, file: URL) throws {
      var isGiven: Int32 = 0
      switch type {
      case GDT_Int64:
        let value = GDALGetRasterNoDataValueAsInt64(band, &isGiven)
        marker = isGiven != 0 ? Double(value) : .nan
      case GDT_UInt64:
        let value = GDALGetRasterNoDataValueAsUInt64(band, &isGiven)
        marker = isGiven != 0 ? Double(value) : .nan
      default:
        let value = GDALGetRasterNoDataValue(band, &isGiven)
        marker = isGiven != 0 ? Self.cast(value, to: type) : .nan
      }
      scale = GDALGetRasterScale(band, &isGiven)
      offset = GDALGetRasterOffset(band, &isGiven)
      guard scale.isFinite, offset.isFinite, scale != 0 else {
        throw GeoRasterError.malformed(
          file: file.path, place: "scale and offset", expected: "finite numbers, scale not 0",
          found: "\(scale) and \(offset)")
      }
    }

    /// The value of one stored number.
    func value(_ stored: Double) -> Float {
      guard stored != marker else { return .nan }
      let value = Float(stored * scale + offset)
      return value.isFinite ? value : .nan
    }

    /// Turns stored numbers that single precision holds exactly into values.
    func decode(_ numbers: UnsafeMutableBufferPointer<Float>) {
      let isPlain = scale == 1 && offset == 0
      let marker = Float(self.marker)
      for index in numbers.indices {
        let number = numbers[index]
        if number == marker || !number.isFinite {
          numbers[index] = .nan
        } else if !isPlain {
          numbers[index] = value(Double(number))
        }
      }
    }

    /// A marker in the band's type; NaN when the type cannot hold it, so that it marks nothing.
    private static func cast(_ marker: Double, to type: GDALDataType) -> Double {
      switch type {
      case GDT_Float32, GDT_CFloat32:
        // Programs write the lowest Float with too few digits, which may lie beyond it.
        let value = Float(marker)
        let isBeyond = value.isInfinite && marker.isFinite
        let limit = Float.greatestFiniteMagnitude
        return Double(isBeyond ? (value < 0 ? -limit : limit) : value)
      case GDT_Float64, GDT_CFloat64:
        return marker
      default:
        return marker.rounded() == marker ? marker : .nan
      }
    }
  }
#endif
