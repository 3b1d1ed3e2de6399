# At install time, when the prefix is known: the units with the program's path in them.
set(BIN_DIR "${CMAKE_INSTALL_PREFIX}/bin")
set(DOC_DIR "${CMAKE_INSTALL_PREFIX}/share/doc/agencywatch")
file(READ "${AW_SYSTEMD}/hardening.in" HARDENING)
set(made "${AW_SYSTEMD_MADE}/systemd")
foreach(unit agencywatch-scan agencywatch-notify)
  configure_file("${AW_SYSTEMD}/${unit}.service.in" "${made}/${unit}.service" @ONLY)
  file(INSTALL "${made}/${unit}.service" "${AW_SYSTEMD}/${unit}.timer"
    DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
endforeach()
file(INSTALL "${AW_SYSTEMD}/agencywatch.sysusers"
  DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/sysusers.d" RENAME agencywatch.conf)
