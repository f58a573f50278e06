//! What Korean needs beyond its messages: particles that follow the sound before them, and its own way of writing figures.

/// Particles whose form depends on the sound before: how a message writes them, after a consonant, after a vowel.
const PARTICLES: [(&str, &str, &str); 6] = [
    ("은(는)", "은", "는"),
    ("이(가)", "이", "가"),
    ("을(를)", "을", "를"),
    ("과(와)", "과", "와"),
    ("(으)로", "으로", "로"),
    ("(이)라", "이라", "라"),
];

/// Writes each particle in the form that the sound before it asks for: `p95은(는)` is `p95는`.
pub(super) fn with_particles(text: &str) -> String {
    let mut out = text.to_owned();
    for (both, after_consonant, after_vowel) in PARTICLES {
        while let Some(at) = out.find(both) {
            let sound = ending(&out[..at]);
            let form = match sound {
                Ending::Vowel => after_vowel,
                // The particle of direction treats ㄹ as a vowel.
                Ending::Rieul if both == "(으)로" => after_vowel,
                Ending::Rieul | Ending::Consonant => after_consonant,
            };
            out.replace_range(at..at + both.len(), form);
        }
    }
    out
}

/// What a word ends in when it is read aloud.
enum Ending {
    Vowel,
    Rieul,
    Consonant,
}

fn ending(before: &str) -> Ending {
    let last = before.chars().rev().find(|letter| letter.is_alphanumeric() || *letter == '%');
    match last {
        // A syllable is 28 times its vowel, plus its final consonant; the eighth of those is ㄹ.
        Some(syllable @ '가'..='힣') => match (syllable as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        // 영 일 이 삼 사 오 육 칠 팔 구
        Some('1' | '7' | '8') => Ending::Rieul,
        Some('0' | '3' | '6') => Ending::Consonant,
        // Letters by their names where they stand alone, as in `5xx`; English words by their spelling: m, n, ng, l end closed.
        Some('l' | 'L' | 'r' | 'R') => Ending::Rieul,
        Some(
            'm' | 'M' | 'n' | 'N' | 'p' | 'P' | 'k' | 'K' | 't' | 'T' | 'c' | 'C' | 'b' | 'B' | 'g' | 'G',
        ) => Ending::Consonant,
        _ => Ending::Vowel,
    }
}

/// Units after a number: as English has them, and as Korean does.
const UNITS: [(&str, &str); 6] =
    [(" days", "일"), (" day", "일"), (" min", "분"), (" h", "시간"), (" s", "초"), (" %", "%")];

/// Writes a figure the Korean way: `43 min 12 s` is `43분 12초`, `12 %` is `12%`.
pub(super) fn quantity(figure: &str) -> String {
    let figure = figure.replace('\u{a0}', " ");
    let mut out = String::with_capacity(figure.len());
    let mut rest = figure.as_str();
    while let Some(letter) = rest.chars().next() {
        let after_digit = out.ends_with(|last: char| last.is_ascii_digit());
        let unit = UNITS.iter().find(|(english, _)| {
            after_digit
                && rest.strip_prefix(english).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        });
        match unit {
            Some((english, korean)) => {
                out.push_str(korean);
                rest = &rest[english.len()..];
            }
            None => {
                // What was not to be broken stays so.
                out.push(if letter == ' ' { '\u{a0}' } else { letter });
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{quantity, with_particles};

    #[test]
    fn particles_follow_the_sound_before_them() {
        for (written, read) in [
            ("요청은(는)", "요청은"),
            ("오류이(가)", "오류가"),
            ("p95은(는) 늘었다", "p95는 늘었다"),
            ("`GET /a`을(를)", "`GET /a`를"),
            ("서울(으)로", "서울로"),
            ("120\u{a0}ms에서 3개(으)로", "120\u{a0}ms에서 3개로"),
            ("판정(으)로", "판정으로"),
            ("20%(으)로", "20%로"),
            ("목표과(와)", "목표와"),
        ] {
            assert_eq!(with_particles(written), read);
        }
    }

    #[test]
    fn figures_have_korean_units() {
        for (english, korean) in [
            ("43\u{a0}min 12\u{a0}s", "43분\u{a0}12초"),
            ("+12\u{a0}%", "+12%"),
            ("997\u{a0}ms", "997\u{a0}ms"),
            ("3.5\u{a0}days", "3.5일"),
            ("12.3/s", "12.3/s"),
            ("5\u{a0}h", "5시간"),
        ] {
            assert_eq!(quantity(english), korean);
        }
    }
}
