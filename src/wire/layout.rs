//! How JSON is indented: for people, with arrays of numbers on one line.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::error::WireError;

/// Writes a document as indented JSON, with a line end after it.
///
/// # Errors
///
/// [`WireError::Encode`] where a value cannot be put into JSON.
pub(super) fn to_text(document: &impl Serialize) -> Result<String, WireError> {
    let encode = |reason: String| WireError::Encode { reason };
    let mut bytes = Vec::new();
    document
        .serialize(&mut Serializer::with_formatter(&mut bytes, Layout::default()))
        .map_err(|error| encode(error.to_string()))?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|error| encode(error.to_string()))
}

/// What stands between the values of the open object or array.
#[derive(Default)]
struct Layout {
    depth: usize,
    /// Whether the open object or array has a value yet.
    has_value: bool,
    /// An array's value was announced, and its kind decides where it goes; `true` for the first.
    announced: Option<bool>,
    /// Whether the open array is a line of numbers.
    in_line: bool,
}

impl Layout {
    fn new_line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }

    /// Places a number: on the line, if it is an array's value.
    fn number<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.announced.take() {
            Some(first) => {
                self.in_line = true;
                if first { Ok(()) } else { writer.write_all(b", ") }
            }
            None => Ok(()),
        }
    }

    /// Places any other value: on a line of its own, if it is an array's value.
    fn other<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.announced.take() {
            Some(first) => {
                self.in_line = false;
                if !first {
                    writer.write_all(b",")?;
                }
                self.new_line(writer)
            }
            None => Ok(()),
        }
    }

    fn open<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.other(writer)?;
        self.depth += 1;
        self.has_value = false;
        self.in_line = false;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.has_value && !self.in_line {
            self.new_line(writer)?;
        }
        self.in_line = false;
        writer.write_all(bracket)
    }
}

/// The serialiser has one method for each width.
macro_rules! whole_numbers {
    ($($method:ident: $number:ty,)+) => {
        $(fn $method<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: $number) -> io::Result<()> {
            self.number(writer)?;
            write!(writer, "{value}")
        })+
    };
}

impl Formatter for Layout {
    fn write_null<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.other(writer)?;
        writer.write_all(b"null")
    }

    fn write_bool<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: bool) -> io::Result<()> {
        self.other(writer)?;
        writer.write_all(if value { b"true" } else { b"false" })
    }

    whole_numbers! {
        write_i8: i8, write_i16: i16, write_i32: i32, write_i64: i64, write_i128: i128,
        write_u8: u8, write_u16: u16, write_u32: u32, write_u64: u64, write_u128: u128,
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        self.number(writer)?;
        serde_json::to_writer(writer, &value).map_err(io::Error::from)
    }

    fn begin_string<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.other(writer)?;
        writer.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        self.announced = Some(first);
        Ok(())
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        self.new_line(writer)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_share_a_line_and_nothing_else_does() {
        let document = json!({
            "a": [], "b": {}, "c": [0.24, 0.45], "d": [[0.5, 11], [0.95, 44.1]],
            "e": ["x", true], "f": [{"g": 1}, {"h": [2]}], "i": 3.0,
        });
        let text = to_text(&document).unwrap();
        assert_eq!(
            text,
            r#"{
  "a": [],
  "b": {},
  "c": [0.24, 0.45],
  "d": [
    [0.5, 11],
    [0.95, 44.1]
  ],
  "e": [
    "x",
    true
  ],
  "f": [
    {
      "g": 1
    },
    {
      "h": [2]
    }
  ],
  "i": 3.0
}
"#
        );
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), document);
    }
}
