// Which enterprise of the register a person means by a licence number, a bare serial, a tax code or
// a name.
#pragma once

#include <string>
#include <vector>

#include "core/register_view.h"

namespace agencywatch::alerts {

// Pointers are into the view.
struct RegisterLookup {
  const core::RegisterEntry* entry = nullptr;  // the one meant
  // Where nobody is certain: holders of the serial, or the nearest name.
  std::vector<const core::RegisterEntry*> candidates;
  bool by_number = false;  // what was asked is a licence number, serial or tax code
};

[[nodiscard]] RegisterLookup LookUp(const core::RegisterView& view, const std::string& asked);

}  // namespace agencywatch::alerts
