// Addresses of crypto wallets that money is asked into.
#pragma once

#include <optional>
#include <string_view>

namespace agencywatch::rules {

struct CryptoAddress {
  std::string_view chain;    // USDT-TRC20, USDT-ERC20, BTC
  bool checked = false;      // the address carries a checksum that is cheap to hold it against
  bool checksum_ok = false;  // a wrong one is still evidence: it was published
};

// Tron and old Bitcoin addresses are Base58Check (https://en.bitcoin.it/wiki/Base58Check_encoding), Bitcoin's
// new ones begin with bc1 (BIP 173), those of Ethereum and its copies are 0x and 40 hexadecimal digits.
// An old Bitcoin address counts with a right checksum only: any long word looks like one.
[[nodiscard]] std::optional<CryptoAddress> KindOfCryptoAddress(std::string_view address);

}  // namespace agencywatch::rules
