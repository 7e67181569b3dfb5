//! Bytes that may hold secrets and grow.

use zeroize::Zeroizing;

/// Appends `piece`. Where there is no room for it, all moves to a larger place, and the old one is overwritten.
///
/// ```
/// use zeroize::Zeroizing;
/// let mut body = Zeroizing::new(b"hun".to_vec());
/// wellhead_runtime::append_overwriting(&mut body, b"ter2");
/// assert_eq!(**body, *b"hunter2");
/// ```
#[inline]
pub fn append_overwriting(bytes: &mut Zeroizing<Vec<u8>>, piece: &[u8]) {
    let length = bytes.len().saturating_add(piece.len());
    if length > bytes.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(length.saturating_mul(2)));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
    bytes.extend_from_slice(piece);
}
