#include "rules/internal/pack_bytes.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace agencywatch::rules::internal {
namespace {

// Copied as they lie in memory: no pointers and no gaps in them, and reader and writer are the same build.
template <class T>
concept Plain = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> &&
                (std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);

// `T`, const or not.
template <class T, class Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

// What each type is made of. The bindings name every member: one that is added does not compile until it is here.
template <class Archive>
void Parts(Archive& archive, Is<SourcePlace> auto& value) {
  auto& [file, line, column] = value;
  archive(file, line, column);
}
template <class Archive>
void Parts(Archive& archive, Is<core::PostingText> auto& value) {
  auto& [title, body, context] = value;
  archive(title, body, context);
}
template <class Archive>
void Parts(Archive& archive, Is<RuleTest> auto& value) {
  auto& [text, agency, url, channel, posted_at, place] = value;
  archive(text, agency, url, channel, posted_at, place);
}
template <class Archive>
void Parts(Archive& archive, Is<Rule> auto& value) {
  auto& [id, version, indicator, severity, points, status, reason, title_vi, title_en, why_vi, why_en, law,
         false_positives, guide_vi, guide_en, author, date, references, any_genre, has_genre_condition, when, hits,
         misses, place] = value;
  archive(id, version, indicator, severity, points, status, reason, title_vi, title_en, why_vi, why_en, law,
          false_positives, guide_vi, guide_en, author, date, references, any_genre, has_genre_condition, when, hits,
          misses, place);
}
template <class Archive>
void Parts(Archive& archive, Is<GenreCue> auto& value) {
  auto& [condition, weight] = value;
  archive(condition, weight);
}
template <class Archive>
void Parts(Archive& archive, Is<GenreTable> auto& value) {
  auto& [id, needs, cues] = value;
  archive(id, needs, cues);
}
template <class Archive>
void Parts(Archive& archive, Is<JobWords> auto& value) {
  auto& [id, pattern] = value;
  archive(id, pattern);
}
template <class Archive>
void Parts(Archive& archive, Is<VerdictRow> auto& value) {
  auto& [verdict, when] = value;
  archive(verdict, when);
}
template <class Archive>
void Parts(Archive& archive, Is<PatternUse> auto& value) {
  auto& [id, source, owner, place] = value;
  archive(id, source, owner, place);
}
template <class Archive>
void Parts(Archive& archive, Is<core::RegisterRow> auto& value) {
  auto& [name, name_en, short_name, licence_no, issued_on, status, status_from, status_to, status_market, status_activity,
         tax_code, address, phones, markets, reissued_from, website, email, branches, accounts, activities, status_unclear] = value;
  archive(name, name_en, short_name, licence_no, issued_on, status, status_from, status_to, status_market, status_activity,
          tax_code, address, phones, markets, reissued_from, website, email, branches, accounts, activities, status_unclear);
}
template <class Archive>
void Parts(Archive& archive, Is<Pack> auto& value) {
  auto& [sha256, rules, order, tables, likeness, genres, offer, negations, negations_over_commas, conditional_negations,
         negation_breaks, attributions, tellers, others, tellings, heard, reportings, abroad_words, abroad_mentions, jobs, verdicts, cap_per_indicator,
         review_at, test_register, pattern_uses, matcher, rule_index] = value;
  archive(sha256, rules, order, tables, likeness, genres, offer, negations, negations_over_commas, conditional_negations,
          negation_breaks, attributions, tellers, others, tellings, heard, reportings, abroad_words, abroad_mentions, jobs, verdicts,
          cap_per_indicator, review_at, test_register, pattern_uses, matcher, rule_index);
}

// --- conditions

template <class Archive>
void Parts(Archive& archive, Is<TextOptions> auto& value) {
  auto& [in, negated, quoted, quote] = value;
  archive(in, negated, quoted, quote);
}
template <class Archive>
void Parts(Archive& archive, Is<TextCondition> auto& value) {
  auto& [pattern, options] = value;
  archive(pattern, options);
}
template <class Archive>
void Parts(Archive& archive, Is<CountCondition> auto& value) {
  auto& [pattern, min, options] = value;
  archive(pattern, min, options);
}
template <class Archive>
void Parts(Archive& archive, Is<WageAboveCondition> auto& value) {
  auto& [factor] = value;
  archive(factor);
}
template <class Archive>
void Parts(Archive& archive, Is<NearCondition> auto& value) {
  auto& [gap, ordered, of, options] = value;
  archive(gap, ordered, of, options);
}
template <class Archive>
void Parts(Archive& archive, Is<AllCondition> auto& value) {
  auto& [of] = value;
  archive(of);
}
template <class Archive>
void Parts(Archive& archive, Is<AnyCondition> auto& value) {
  auto& [of] = value;
  archive(of);
}
template <class Archive>
void Parts(Archive& archive, Is<NoneCondition> auto& value) {
  auto& [of] = value;
  archive(of);
}
template <class Archive>
void Parts(Archive& archive, Is<AtLeastCondition> auto& value) {
  auto& [n, of] = value;
  archive(n, of);
}
template <class Archive>
void Parts(Archive& archive, Is<FactCondition> auto& value) {
  auto& [kind, values, attrs, min, max, count, in] = value;
  archive(kind, values, attrs, min, max, count, in);
}
template <class Archive>
void Parts(Archive& archive, Is<MoneyCondition> auto& value) {
  auto& [roles, currencies, periods, min, max, in_vnd] = value;
  archive(roles, currencies, periods, min, max, in_vnd);
}
template <class Archive>
void Parts(Archive& archive, Is<GenreCondition> auto& value) {
  auto& [genres] = value;
  archive(genres);
}
template <class Archive>
void Parts(Archive& archive, Is<FindingCondition> auto& value) {
  auto& [names] = value;
  archive(names);
}
template <class Archive>
void Parts(Archive& archive, Is<EvasionCondition> auto& value) {
  auto& [kinds] = value;
  archive(kinds);
}
template <class Archive>
void Parts(Archive& archive, Is<LanguageCondition> auto& value) {
  auto& [languages] = value;
  archive(languages);
}
template <class Archive>
void Parts(Archive& archive, Is<ContactCondition> auto& value) {
  auto& [any, none] = value;
  archive(any, none);
}
template <class Archive>
void Parts(Archive& archive, Is<ChannelCondition> auto& value) {
  auto& [channels] = value;
  archive(channels);
}
template <class Archive>
void Parts(Archive& archive, Is<LikenessCondition> auto& value) {
  auto& [indicator, least, most] = value;
  archive(indicator, least, most);
}
template <class Archive>
void Parts(Archive& archive, Is<Condition> auto& value) {
  auto& [kind] = value;
  archive(kind);
}

// --- tables

template <class Archive>
void Parts(Archive& archive, Is<Validity> auto& value) {
  auto& [from, to] = value;
  archive(from, to);
}
template <class Archive>
void Parts(Archive& archive, Is<LawArticle> auto& value) {
  auto& [id, act, article, text_vi, text_en, validity, source] = value;
  archive(id, act, article, text_vi, text_en, validity, source);
}
template <class Archive>
void Parts(Archive& archive, Is<ExchangeRate> auto& value) {
  auto& [currency, vnd, from] = value;
  archive(currency, vnd, from);
}
template <class Archive>
void Parts(Archive& archive, Is<WageRow> auto& value) {
  auto& [destination, job, plausible_max, floor, currency, period, validity] = value;
  archive(destination, job, plausible_max, floor, currency, period, validity);
}
template <class Archive>
void Parts(Archive& archive, Is<FeeRow> auto& value) {
  auto& [market, job, months_per_12, max_months_36, validity] = value;
  archive(market, job, months_per_12, max_months_36, validity);
}
template <class Archive>
void Parts(Archive& archive, Is<DepositRow> auto& value) {
  auto& [market, job, cap, validity] = value;
  archive(market, job, cap, validity);
}
template <class Archive>
void Parts(Archive& archive, Is<core::Money> auto& value) {
  auto& [minor_units, currency] = value;
  archive(minor_units, currency);
}
template <class Archive>
void Parts(Archive& archive, Is<OfficialChannel> auto& value) {
  auto& [domain, name] = value;
  archive(domain, name);
}
template <class Archive>
void Parts(Archive& archive, Is<ReferenceTables> auto& value) {
  auto& [law, rates, wages, fees, deposits, channels, gazetteer] = value;
  archive(law, rates, wages, fees, deposits, channels, gazetteer);
}
template <class Archive>
void Parts(Archive& archive, Is<PlaceName> auto& value) {
  auto& [name, iso, via, zone, context] = value;
  archive(name, iso, via, zone, context);
}
template <class Archive>
void Parts(Archive& archive, Is<BankName> auto& value) {
  auto& [name, code, wallet] = value;
  archive(name, code, wallet);
}

// --- patterns

template <class Archive>
void Parts(Archive& archive, Is<Literal> auto& value) {
  auto& [bytes, border_before, border_after] = value;
  archive(bytes, border_before, border_after);
}
template <class Archive>
void Parts(Archive& archive, Is<ChainLink> auto& value) {
  auto& [before, literals] = value;
  archive(before, literals);
}
template <class Archive>
void Parts(Archive& archive, Is<LiteralChain> auto& value) {
  auto& [links, rest, exact] = value;
  archive(links, rest, exact);
}
template <class Archive, class T>
  requires std::is_empty_v<T>
void Parts(Archive& /*archive*/, T& /*value*/) {}
// Classes list their own.
template <class Archive, class T>
  requires requires(Archive& archive, T& value) { std::remove_const_t<T>::Parts(archive, value); }
void Parts(Archive& archive, T& value) {
  std::remove_const_t<T>::Parts(archive, value);
}

class Writer {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (Write(values), ...);
  }
  std::string bytes;

 private:
  void Append(const void* from, std::size_t size) { bytes.append(static_cast<const char*>(from), size); }
  void Size(std::size_t size) { Write(static_cast<std::uint32_t>(size)); }
  template <Plain T>
  void Write(const T& value) {
    Append(&value, sizeof value);
  }
  void Write(const std::string& text) {
    Size(text.size());
    bytes += text;
  }
  template <class T>
  void Write(const std::optional<T>& value)   {
    Write(value.has_value());
    if (value) Write(*value);
  }
  template <class T>
  void Write(const std::vector<T>& values) {
    Size(values.size());
    if constexpr (Plain<T>) {
      Append(values.data(), values.size() * sizeof(T));
    } else {
      for (const T& value : values) Write(value);
    }
  }
  template <class T>
  void Write(const std::set<T>& values) {
    Size(values.size());
    for (const T& value : values) Write(value);
  }
  template <class Key, class T>
  void Write(const std::map<Key, T>& values) {
    Size(values.size());
    for (const auto& [key, value] : values) (*this)(key, value);
  }
  template <class T, class Hash, class Equal>
  void Write(const std::unordered_map<std::string, T, Hash, Equal>& values) {
    std::vector<const std::pair<const std::string, T>*> sorted;
    for (const auto& entry : values) sorted.push_back(&entry);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    Size(sorted.size());
    for (const auto* entry : sorted) (*this)(entry->first, entry->second);
  }
  template <class... T>
  void Write(const std::variant<T...>& value)   {
    Write(static_cast<std::uint8_t>(value.index()));
    std::visit([this](const auto& held) { Write(held); }, value);
  }
  template <class T>
  void Write(const T& value)
    requires(!Plain<T>)
  {
    Parts(*this, value);
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  template <class... T>
  void operator()(T&... values) {
    (Read(values), ...);
  }
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

 private:
  const char* Take(std::size_t size) {
    if (size > rest_.size()) throw std::logic_error("a compiled pack that ends too early");
    const char* taken = rest_.data();
    rest_.remove_prefix(size);
    return taken;
  }
  std::size_t Size() {
    std::uint32_t size = 0;
    Read(size);
    return size;
  }
  template <Plain T>
  void Read(T& value) {
    std::memcpy(&value, Take(sizeof value), sizeof value);
  }
  void Read(std::string& text) {
    const std::size_t size = Size();
    text.assign(Take(size), size);
  }
  template <class T>
  void Read(std::optional<T>& value)   {
    bool there = false;
    Read(there);
    if (there) Read(value.emplace());
  }
  template <class T>
  void Read(std::vector<T>& values) {
    const std::size_t size = Size();
    if constexpr (Plain<T>) {
      const char* from = Take(size * sizeof(T));
      values.resize(size);
      if (size > 0) std::memcpy(values.data(), from, size * sizeof(T));
    } else {
      values.reserve(size);
      for (std::size_t i = 0; i < size; ++i) Read(values.emplace_back());
    }
  }
  template <class T>
  void Read(std::set<T>& values) {
    for (std::size_t size = Size(); size > 0; --size) {
      T value{};
      Read(value);
      values.insert(values.end(), std::move(value));
    }
  }
  template <class Key, class T>
  void Read(std::map<Key, T>& values) {
    for (std::size_t size = Size(); size > 0; --size) {
      Key key;
      T value;
      (*this)(key, value);
      values.emplace_hint(values.end(), std::move(key), std::move(value));
    }
  }
  template <class T, class Hash, class Equal>
  void Read(std::unordered_map<std::string, T, Hash, Equal>& values) {
    std::size_t size = Size();
    for (values.reserve(size); size > 0; --size) {
      std::string key;
      Read(key);
      Read(values[std::move(key)]);
    }
  }
  template <class... T>
  void Read(std::variant<T...>& value)   {
    std::uint8_t index = 0;
    Read(index);
    std::uint8_t at = 0;
    const auto read = [&]<class Held>(std::type_identity<Held>) {
      if (at++ == index) Read(value.template emplace<Held>());
    };
    (read(std::type_identity<T>{}), ...);
  }
  template <class T>
  void Read(T& value)
    requires(!Plain<T>)
  {
    Parts(*this, value);
  }

  std::string_view rest_;
};

}  // namespace

std::string PackToBytes(const Pack& pack) {
  Writer writer;
  writer(pack);
  return std::move(writer.bytes);
}

std::shared_ptr<const Pack> PackFromBytes(std::string_view bytes) {
  auto pack = std::make_shared<Pack>();
  Reader reader(bytes);
  reader(*pack);
  if (!reader.AtEnd()) throw std::logic_error("a compiled pack with something behind its end");
  return pack;
}

}  // namespace agencywatch::rules::internal
