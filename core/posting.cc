#include "core/posting.h"

namespace agencywatch::core {

std::string_view FieldName(Field field) {
  switch (field) {
    case Field::kTitle:
      return "title";
    case Field::kBody:
      return "body";
    case Field::kContext:
      return "context";
  }
  return "";
}

std::optional<Field> FindField(std::string_view name) {
  for (const Field field : kFields) {
    if (FieldName(field) == name) return field;
  }
  return {};
}

std::string_view PostingKindName(PostingKind kind) {
  switch (kind) {
    case PostingKind::kAdvert:
      return "advert";
    case PostingKind::kListing:
      return "listing";
    case PostingKind::kTip:
      return "tip";
  }
  return "";
}

}  // namespace agencywatch::core
