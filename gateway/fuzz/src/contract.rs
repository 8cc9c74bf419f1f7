//! What comes from outside in the form of the contract: ids and cursors.

use contract::{Cursor, Direction, GlobalId, OrderKey};

/// Ids and cursors are refused or read, and what is read is written as it was. Bytes of order keys
/// compare as what they were made of.
pub fn contract(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(id) = GlobalId::parse(&text) {
        assert_eq!(id.to_string(), *text);
    }
    if let Ok(cursor) = Cursor::decode(&text) {
        assert_eq!(Cursor::decode(&cursor.encode()).as_ref(), Ok(&cursor));
        for direction in [Direction::Ascending, Direction::Descending] {
            let mut reader = cursor.reader();
            while reader.text(direction).is_ok() || reader.int(direction).is_ok() {}
        }
    }
    order(data, &text);
}

fn order(data: &[u8], text: &str) {
    let number = data.iter().take(8).fold(0_i64, |sum, byte| (sum << 8) | i64::from(*byte));
    let (left, right) = text.split_once('|').unwrap_or((text, ""));
    let key = |text: &str, number: i64, direction| {
        OrderKey::new().text(text, direction).int(number, direction)
    };
    let others = [(right, number), (left, number.wrapping_add(1)), (left, number)];
    for (other, other_number) in others {
        let expected = (left, number).cmp(&(other, other_number));
        let compare =
            |direction| key(left, number, direction).cmp(&key(other, other_number, direction));
        assert_eq!(compare(Direction::Ascending), expected);
        assert_eq!(compare(Direction::Descending), expected.reverse());
    }
    let cursor = Cursor::new("x", &key(left, number, Direction::Ascending));
    let mut reader = cursor.reader();
    assert_eq!(reader.text(Direction::Ascending).as_deref(), Ok(left));
    assert_eq!(reader.int(Direction::Ascending), Ok(number));
    assert_eq!(reader.end(), Ok(()));
}
