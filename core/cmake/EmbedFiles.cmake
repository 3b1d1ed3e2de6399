# embed_files(TARGET NAME [BASE dir] files…) puts files into TARGET as read-only data.
#
# Generates NAME.h / NAME.cc with
#   namespace agencywatch::embedded { std::span<const core::EmbeddedFile> NAME(); }
# each file under its path relative to the calling folder (or BASE, for files that the build makes), in the order given.
# The bytes are taken in
# by the assembler (.incbin), so that large folders cost no compile time.
function(embed_files target name)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(asm "    .section .rodata\n")
  set(decls "")
  set(rows "")
  set(n 0)
  set(inputs "")
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "BASE" "")
  if(NOT arg_BASE)
    set(arg_BASE ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  foreach(file IN LISTS arg_UNPARSED_ARGUMENTS)
    get_filename_component(path ${file} ABSOLUTE BASE_DIR ${arg_BASE})
    list(APPEND inputs ${path})
    set(symbol "aw_embedded_${name}_${n}")
    string(APPEND asm "    .global ${symbol}\n    .global ${symbol}_end\n${symbol}:\n"
                      "    .incbin \"${path}\"\n${symbol}_end:\n    .byte 0\n")
    string(APPEND decls "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
    string(APPEND rows "    {\"${file}\", std::string_view(${symbol}, static_cast<std::size_t>(${symbol}_end - ${symbol}))},\n")
    math(EXPR n "${n} + 1")
  endforeach()
  string(APPEND asm "    .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${dir}/${name}.s CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${name}.h CONTENT
"#pragma once
#include <span>

#include \"core/embedded_file.h\"

namespace agencywatch::embedded {
std::span<const core::EmbeddedFile> ${name}();
}  // namespace agencywatch::embedded
" @ONLY)
  file(CONFIGURE OUTPUT ${dir}/${name}.cc CONTENT
"#include \"${name}.h\"

#include <cstddef>
#include <vector>

extern \"C\" {
${decls}}

namespace agencywatch::embedded {
std::span<const core::EmbeddedFile> ${name}() {
  static const std::vector<core::EmbeddedFile> files = {
${rows}  };
  return files;
}
}  // namespace agencywatch::embedded
" @ONLY)
  set_source_files_properties(${dir}/${name}.s PROPERTIES OBJECT_DEPENDS "${inputs}")
  target_sources(${target} PRIVATE ${dir}/${name}.s ${dir}/${name}.cc)
  target_include_directories(${target} PUBLIC ${dir})
endfunction()
