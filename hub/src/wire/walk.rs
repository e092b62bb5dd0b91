//! A first look at MessagePack bytes, before anything is built from them: one pass, no recursion, no allocation.
//!
//! A length in MessagePack is a promise. Five bytes may promise four billion elements, and a deserializer makes room for
//! promises; a kilobyte may nest a thousand arrays, and a deserializer recurses. Here a container may promise no more
//! than the bytes that are left, nest no deeper than any frame of ours does, and nothing may follow the value.

/// The deepest that a value may nest. Our deepest frame nests nine times.
pub const DEEPEST: usize = 32;

/// Whether the bytes are one whole value, and nothing else, of sound shape.
pub fn is_sound(bytes: &[u8]) -> Result<(), &'static str> {
    // Elements still to come, by open container.
    let mut open = [0_u64; DEEPEST];
    let mut depth = 0;
    let mut rest = bytes;
    loop {
        let children = value(&mut rest)?;
        if children > rest.len() as u64 {
            return Err("it promises more than it brings");
        }
        if children > 0 {
            let level = open.get_mut(depth).ok_or("it nests too deep")?;
            *level = children;
            depth += 1;
            continue;
        }
        // A value is whole; so may be what it stood in.
        while depth > 0 {
            open[depth - 1] -= 1;
            if open[depth - 1] > 0 {
                break;
            }
            depth -= 1;
        }
        if depth == 0 {
            return if rest.is_empty() { Ok(()) } else { Err("something follows the frame") };
        }
    }
}

/// Reads one value's head and what belongs to it alone; how many values it opens.
fn value(rest: &mut &[u8]) -> Result<u64, &'static str> {
    let head = take(rest, 1)? as u8;
    let (own, children) = match head {
        0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => (0, 0),
        0x80..=0x8f => (0, u64::from(head & 0x0f) * 2),
        0x90..=0x9f => (0, u64::from(head & 0x0f)),
        0xa0..=0xbf => (u64::from(head & 0x1f), 0),
        0xc1 => return Err("one byte is no MessagePack"),
        0xc4 | 0xd9 => (take(rest, 1)?, 0),
        0xc5 | 0xda => (take(rest, 2)?, 0),
        0xc6 | 0xdb => (take(rest, 4)?, 0),
        // Extensions have a byte for their kind.
        0xc7 => (take(rest, 1)? + 1, 0),
        0xc8 => (take(rest, 2)? + 1, 0),
        0xc9 => (take(rest, 4)? + 1, 0),
        0xcc | 0xd0 => (1, 0),
        0xcd | 0xd1 => (2, 0),
        0xca | 0xce | 0xd2 => (4, 0),
        0xcb | 0xcf | 0xd3 => (8, 0),
        0xd4..=0xd8 => ((1_u64 << (head - 0xd4)) + 1, 0),
        0xdc => (0, take(rest, 2)?),
        0xdd => (0, take(rest, 4)?),
        0xde => (0, take(rest, 2)? * 2),
        0xdf => (0, take(rest, 4)? * 2),
    };
    let own = usize::try_from(own).ok().filter(|n| *n <= rest.len()).ok_or("it ends too early")?;
    *rest = &rest[own..];
    Ok(children)
}

/// The next `n` bytes as a number.
fn take(rest: &mut &[u8], n: usize) -> Result<u64, &'static str> {
    let (bytes, after) = rest.split_at_checked(n).ok_or("it ends too early")?;
    *rest = after;
    Ok(bytes.iter().fold(0, |sum, b| sum << 8 | u64::from(*b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_values_pass() {
        let values: [&[u8]; 8] = [
            &[0x07],
            &[0x80],
            &[0x92, 0x01, 0x91, 0xc0],
            &[0x81, 0xa1, b'a', 0x92, 0x90, 0x80],
            &[0xdd, 0, 0, 0, 1, 0xff],
            &[0xd9, 2, b'h', b'i'],
            &[0xc7, 1, 9, 9],
            &[0xd8, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ];
        for value in values {
            assert_eq!(is_sound(value), Ok(()), "{value:x?}");
        }
    }

    #[test]
    fn what_breaks_its_promise_does_not() {
        let values: [&[u8]; 8] = [
            &[],
            &[0xc1],
            &[0x92, 0x01],
            &[0x01, 0x01],
            &[0xdd, 0xff, 0xff, 0xff, 0xff, 0x01],
            &[0xdf, 0xff, 0xff, 0xff, 0xff],
            &[0xdb, 0xff, 0xff, 0xff, 0xff, b'x'],
            &[0xcf, 1],
        ];
        for value in values {
            assert!(is_sound(value).is_err(), "{value:x?}");
        }
    }

    #[test]
    fn nesting_has_a_floor() {
        let nested = |deep: usize| [vec![0x91; deep], vec![0xc0]].concat();
        assert_eq!(is_sound(&nested(DEEPEST)), Ok(()));
        assert_eq!(is_sound(&nested(DEEPEST + 1)), Err("it nests too deep"));
        assert_eq!(is_sound(&nested(1_000_000)), Err("it nests too deep"));
    }

    proptest! {
        #[test]
        fn what_the_encoder_writes_is_sound(value: Vec<(String, Option<i64>, Vec<u32>, bool, f64)>) {
            prop_assert_eq!(is_sound(&rmp_serde::to_vec_named(&value).expect("plain data")), Ok(()));
        }
    }
}
